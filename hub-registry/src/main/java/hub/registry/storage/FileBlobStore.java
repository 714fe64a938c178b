package hub.registry.storage;

import hub.db.HubSettings;
import hub.registry.RegistrySettings;
import hub.registry.RegistrySettings.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Bytes as files below {@code <data>/blobs}. A key is {@code yyyy/mm/dd/<uuidv7>}: chosen when an
 * upload begins, written in place, never renamed and never used again. So deleting a key can not
 * hit bytes that were uploaded again, and a crash leaves only files that no row names.
 */
@Component
public class FileBlobStore {

  private final Path root;
  private final Durability durability;
  private final Set<Path> syncedDirectories = ConcurrentHashMap.newKeySet();

  FileBlobStore(HubSettings hub, RegistrySettings settings) {
    this.root = hub.dataDir().toAbsolutePath().resolve("blobs");
    this.durability = settings.storageDurability();
  }

  /** The key of an upload that begins now. */
  String newKey(UUID upload) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return "%04d/%02d/%02d/%s"
        .formatted(today.getYear(), today.getMonthValue(), today.getDayOfMonth(), upload);
  }

  /** Where the bytes of a key are, for serving them without copying. */
  public Path path(String key) {
    return root.resolve(key);
  }

  /** The bytes of a key from the first on. */
  public InputStream open(String key) throws IOException {
    return Files.newInputStream(path(key));
  }

  /**
   * Opens a key to go on at this offset. What lies behind it came from a request that was never
   * acknowledged, and is cut off.
   */
  FileChannel append(String key, long offset) throws IOException {
    Path file = path(key);
    Files.createDirectories(directory(file));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.size() < offset) {
      channel.close();
      throw new IOException(key + " is shorter than its row says");
    }
    return channel.truncate(offset).position(offset);
  }

  /** Makes the bytes of a key last: data first, then the entries of new directories. */
  void seal(String key) throws IOException {
    Path file = path(key);
    if (!Files.exists(file)) {
      Files.createDirectories(directory(file));
      createEmpty(file);
    }
    if (durability == Durability.RELAXED) {
      return;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
    Path directory = directory(file);
    sync(directory);
    for (Path parent = directory;
        !parent.equals(root) && syncedDirectories.add(parent);
        parent = directory(parent)) {
      sync(directory(parent));
    }
  }

  /** Forgets the bytes of a key; nothing happens where there are none. */
  void delete(String key) {
    try {
      Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createEmpty(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // another request of the same upload was first
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
