package hub.registry.store.file;

import hub.db.HubSettings;
import hub.registry.RegistrySettings.Durability;
import hub.registry.store.BlobStore;
import hub.registry.store.BlobWriter;
import hub.registry.store.ExpectedMark;
import hub.registry.store.LimitedStream;
import hub.registry.store.Progress;
import hub.registry.store.StorageAway;
import hub.registry.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/** Bytes as files below {@code <data>/blobs}, each at the path that its key is. */
public class FileBlobStore implements BlobStore {

  private static final Logger log = LoggerFactory.getLogger(FileBlobStore.class);

  private final Path root;
  private final Durability durability;
  private final ConcurrentMap<Path, GroupSync> directories = new ConcurrentHashMap<>();

  /** Directories whose own entry is known to be on the disk. */
  private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

  private final Supplier<Optional<DirectFiles>> directFiles;

  private final ExpectedMark expected = new ExpectedMark();

  /** Below the data directory. Asks nothing of the disk yet. */
  public FileBlobStore(HubSettings hub, Durability durability) {
    this(hub, durability, DirectFiles::in);
  }

  /**
   * @param direct asked when the first bytes come: until then nothing need be there
   */
  FileBlobStore(
      HubSettings hub, Durability durability, Function<Path, Optional<DirectFiles>> direct) {
    this.root = hub.dataDir().toAbsolutePath().resolve("blobs");
    this.durability = durability;
    this.directFiles = SingletonSupplier.of(() -> direct.apply(root));
  }

  @Override
  public BlobWriter append(String key, Progress from) throws IOException {
    Path file = path(key);
    FileChannel channel = from.length() == 0 ? create(file) : openAgain(file);
    try {
      if (channel.size() < from.length()) {
        throw new IOException(key + " is shorter than its row says");
      }
      channel.truncate(from.length());
      return new FileWriter(
          file,
          channel,
          from.length(),
          durability,
          directFiles.get().orElse(null),
          () -> syncEntries(file));
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Never where the volume is away: what is written there is lost when it comes back. The directory
   * is there but for the first file of a day; it may be there below the mount point too, so the
   * mark is looked for each time.
   */
  private FileChannel create(Path file) throws IOException {
    expected.require(this);
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(directory(file));
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
  }

  private FileChannel openAgain(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      expected.require(this);
      throw e;
    }
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Progress move(String key, Progress progress, String newKey) throws IOException {
    Path file = path(newKey);
    expected.require(this);
    Files.createDirectories(directory(file));
    Files.copy(path(key), file);
    return progress;
  }

  @Override
  public long shortestPart() {
    return 0;
  }

  @Override
  public int abandonUnfinished(Instant before, Predicate<String> isNamed) {
    return 0;
  }

  @Override
  public void abandon(String key, Progress progress) {
    // The file is all there is, and goes by its key.
  }

  @Override
  public InputStream open(String key, long start, long length) throws IOException {
    FileChannel channel = openForReading(key);
    channel.position(start);
    InputStream bytes = Channels.newInputStream(channel);
    return length == Long.MAX_VALUE ? bytes : new LimitedStream(bytes, length);
  }

  private FileChannel openForReading(String key) throws IOException {
    try {
      return FileChannel.open(path(key), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      expected.require(this);
      throw e;
    }
  }

  @Override
  public OptionalLong size(String key) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(key)));
    } catch (NoSuchFileException e) {
      expected.require(this);
      return OptionalLong.empty();
    }
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.of(path(key));
  }

  @Override
  public Optional<URI> presign(String key, Duration lifetime) {
    return Optional.empty();
  }

  @Override
  public void delete(String key) throws IOException {
    if (!Files.deleteIfExists(path(key))) {
      expected.require(this);
    }
  }

  @Override
  public List<String> deleteAll(Collection<String> keys) {
    var kept = new ArrayList<String>();
    for (String key : keys) {
      try {
        delete(key);
      } catch (IOException e) {
        log.warn("The file {} could not be deleted", key, e);
        kept.add(key);
      } catch (StorageAway e) {
        kept.add(key);
      }
    }
    return kept;
  }

  @Override
  public Stream<StoredObject> list() throws IOException {
    expected.require(this);
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    // An operator may have put a link here, to a larger disk; a walk does not follow its start.
    Path start = root.toRealPath();
    return Files.find(
            start,
            Integer.MAX_VALUE,
            (path, attributes) ->
                attributes.isRegularFile() && !path.getFileName().toString().startsWith("."))
        .flatMap(path -> describe(start, path).stream());
  }

  /** Empty where the file went away in between. */
  private static Optional<StoredObject> describe(Path start, Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new StoredObject(
              start.relativize(file).toString().replace('\\', '/'),
              attributes.size(),
              attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> mark() throws IOException {
    try {
      return Optional.of(Files.readString(path(MARK)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whole or not at all, also where the power fails. */
  @Override
  public void mark(String mark) throws IOException {
    Files.createDirectories(root);
    Path part = path(MARK + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(mark + "\n"));
      channel.force(true);
    }
    Files.move(part, path(MARK), StandardCopyOption.ATOMIC_MOVE);
    syncEntries(path(MARK));
  }

  @Override
  public void expect(String mark) {
    expected.expect(mark);
  }

  @Override
  public String description() {
    return "files in %s, %s".formatted(root.normalize(), durability.text());
  }

  @Override
  public void check() throws IOException {
    expected.require(this);
    Files.createDirectories(root);
    Files.delete(Files.createTempFile(root, ".health-", ".probe"));
  }

  private Path path(String key) {
    return root.resolve(key);
  }

  /** Data first, then the file's own entry, then those of new directories above it. */
  private void syncEntries(Path file) throws IOException {
    Path directory = directory(file);
    directories.computeIfAbsent(directory, GroupSync::new).sync();
    for (Path parent = directory; !parent.equals(root.getParent()) && !lasting.contains(parent); ) {
      Path above = directory(parent);
      directories.computeIfAbsent(above, GroupSync::new).sync();
      lasting.add(parent);
      parent = above;
    }
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is in no directory");
    }
    return parent;
  }
}
