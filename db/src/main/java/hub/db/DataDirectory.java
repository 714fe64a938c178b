package hub.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds all that is kept, locked for this process from before the database
 * starts until after it has stopped. The lock is the operating system's, so it ends with the
 * process however that ends.
 */
final class DataDirectory implements AutoCloseable {

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory where it is missing and takes the lock.
   *
   * @throws StartRefused where it cannot be written, or another hub runs on it
   */
  static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      createForTheOwner(path);
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(lockFile) == null) {
        lockFile.close();
        throw new StartRefused(
            "Another hub is running on the data directory %s: stop it, or set HUB_DATA_DIR to a directory of its own."
                .formatted(path));
      }
      return new DataDirectory(path, lockFile);
    } catch (IOException e) {
      throw new StartRefused(
          "The data directory %s cannot be written: give user %s the right to, or set HUB_DATA_DIR to another directory."
              .formatted(path, System.getProperty("user.name")),
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: two application contexts in one JVM
      return null;
    }
  }

  /** Makes a directory that only its owner may look into; one that exists is left as it is. */
  static void createForTheOwner(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
