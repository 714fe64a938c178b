package hub.accounts;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold what signs people in: readable by the hub's own user alone. */
public final class PrivateFiles {

  private PrivateFiles() {}

  /** A new, empty file beside where it is to be moved once it is whole. */
  public static Path create(Path directory, String prefix) throws IOException {
    return Files.createTempFile(directory, prefix, ".part", attributes());
  }

  private static FileAttribute<?>[] attributes() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
