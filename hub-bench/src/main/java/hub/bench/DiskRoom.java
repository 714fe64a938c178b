package hub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;

/**
 * Keeps a bench from filling the disk. What a turn has pushed is never read again, so its files
 * give their room when the turn is over: behind the registry's back, since no two registries agree
 * on how else.
 */
final class DiskRoom {

  /** Files below this are left: they may be anything of the registry's own. */
  private static final long LARGE = 500_000;

  /** How zot calls its own, which it has mapped: it would end where that is cut. */
  private static final String DATABASE = ".db";

  private DiskRoom() {}

  /**
   * Empties the large files of blobs that were written since then. They are not deleted: a file
   * system may keep off what was deleted just now, and the next turn would pay for that, as no
   * registry in use does.
   */
  static void reclaim(Path data, Instant since) throws IOException {
    walk(
        data,
        (file, attributes) -> {
          if (attributes.size() >= LARGE
              && !file.toString().endsWith(DATABASE)
              && attributes.lastModifiedTime().toInstant().isAfter(since)) {
            empty(file);
          }
        });
  }

  private static void empty(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    } catch (NoSuchFileException e) {
      // The registry was faster.
    }
  }

  static void deleteAll(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              it -> {
                try {
                  Files.deleteIfExists(it);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Has all that was written go to the disk now, and not in the next one's turn. */
  static void settle() throws IOException {
    try {
      new ProcessBuilder("sync").start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private interface Visit {
    void file(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private static void walk(Path data, Visit visit) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // A database beside the blobs is none of our business.
            return directory.getFileName() != null
                    && directory.getFileName().toString().startsWith("pg")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            visit.file(file, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
