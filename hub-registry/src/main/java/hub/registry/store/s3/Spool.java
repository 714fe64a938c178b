package hub.registry.store.s3;

import hub.registry.store.TimeOrderedId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where parts gather on their way to a bucket: a directory of this process alone. */
public final class Spool {

  private final Path directory;

  private Spool(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory where it is missing, and takes away what an earlier process has left there.
   * On most file systems that is nothing.
   */
  public static Spool in(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
    return new Spool(directory);
  }

  /** An empty part. Close it. */
  SpooledPart newPart() throws IOException {
    return SpooledPart.create(directory.resolve(TimeOrderedId.next().toString()));
  }
}
