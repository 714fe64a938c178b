package hub.registry.storage;

import hub.db.HubSettings;
import hub.registry.RegistrySettings;
import hub.registry.RegistrySettings.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bytes as files below {@code <data>/blobs}, each at the path that its key is. */
@Component
class FileBlobStore implements BlobStore {

  private static final Logger log = LoggerFactory.getLogger(FileBlobStore.class);

  private final Path root;
  private final Durability durability;
  private final Set<Path> syncedDirectories = ConcurrentHashMap.newKeySet();

  FileBlobStore(HubSettings hub, RegistrySettings settings) {
    this.root = hub.dataDir().toAbsolutePath().resolve("blobs");
    this.durability = settings.storageDurability();
  }

  @Override
  public BlobWriter append(String key, Progress from) throws IOException {
    Path file = path(key);
    Files.createDirectories(directory(file));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.size() < from.length()) {
      channel.close();
      throw new IOException(key + " is shorter than its row says");
    }
    channel.truncate(from.length()).position(from.length());
    return new Writer(file, channel);
  }

  @Override
  public void abandon(String key, Progress progress) {
    // The file is all there is, and goes by its key.
  }

  @Override
  public InputStream open(String key, long start, long length) throws IOException {
    FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
    channel.position(start);
    InputStream bytes = Channels.newInputStream(channel);
    return length == Long.MAX_VALUE ? bytes : new LimitedStream(bytes, length);
  }

  @Override
  public OptionalLong size(String key) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(key)));
    } catch (NoSuchFileException e) {
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
    Files.deleteIfExists(path(key));
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
      }
    }
    return kept;
  }

  @Override
  public Stream<StoredObject> list() throws IOException {
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    return Files.find(
            root,
            Integer.MAX_VALUE,
            (path, attributes) ->
                attributes.isRegularFile() && !path.getFileName().toString().startsWith("."))
        .flatMap(path -> describe(path).stream());
  }

  /** Empty where the file went away in between. */
  private Optional<StoredObject> describe(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new StoredObject(
              root.relativize(file).toString().replace('\\', '/'),
              attributes.size(),
              attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void check() throws IOException {
    Files.createDirectories(root);
    Files.delete(Files.createTempFile(root, ".health-", ".probe"));
  }

  private Path path(String key) {
    return root.resolve(key);
  }

  private final class Writer implements BlobWriter {

    private final Path file;
    private final FileChannel channel;

    Writer(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public Progress pause() throws IOException {
      return new Progress(channel.position());
    }

    /** Data first, then the entries of new directories. */
    @Override
    public void seal() throws IOException {
      if (durability == Durability.RELAXED) {
        return;
      }
      channel.force(false);
      Path directory = directory(file);
      sync(directory);
      for (Path parent = directory;
          !parent.equals(root) && syncedDirectories.add(parent);
          parent = directory(parent)) {
        sync(directory(parent));
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
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
