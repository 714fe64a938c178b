package hub.registry.store.file;

import hub.registry.store.BodyReceiver;
import hub.registry.store.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files past the system's cache ({@code O_DIRECT}), in whole blocks. Fresh pages for all
 * that is pushed can cost more processor time than all else that a push does, and take the place of
 * what others pull.
 */
final class DirectFiles {

  private static final Logger log = LoggerFactory.getLogger(DirectFiles.class);

  /**
   * Those that write at the same moment; one holds a buffer while the disk works, and no longer.
   */
  private static final int WRITERS = 16;

  private static final @Nullable OpenOption DIRECT = option();

  private final int block;
  private final Buffers<ByteBuffer> buffers;

  private DirectFiles(int block) {
    this.block = block;
    this.buffers =
        new Buffers<>(
            WRITERS,
            () -> ByteBuffer.allocateDirect(BodyReceiver.BUFFER + 2 * block).alignedSlice(block));
  }

  /** By its name: javac warns of its class, which is of this JDK and not of Java. */
  private static @Nullable OpenOption option() {
    try {
      for (Object option :
          Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
        if (option instanceof OpenOption found && option.toString().equals("DIRECT")) {
          return found;
        }
      }
    } catch (ClassNotFoundException e) {
      log.debug("This Java has no option for it", e);
    }
    return null;
  }

  /** Tries it in a directory; empty where the file system, or this Java, does not do it. */
  static Optional<DirectFiles> in(Path directory) {
    try {
      long block = Files.getFileStore(directory).getBlockSize();
      if (DIRECT == null || block > BodyReceiver.BUFFER / 4 || Long.bitCount(block) != 1) {
        return notIn(directory, "no option, or blocks of " + block);
      }
      var direct = new DirectFiles((int) block);
      Path probe = Files.createTempFile(directory, ".direct-", ".probe");
      try (DirectFile file = direct.open(probe, 0)) {
        file.write(new byte[direct.block], 0, direct.block);
      } finally {
        Files.delete(probe);
      }
      return Optional.of(direct);
    } catch (IOException | UnsupportedOperationException e) {
      return notIn(directory, e.toString());
    }
  }

  private static Optional<DirectFiles> notIn(Path directory, String why) {
    log.warn("Files in {} are written through the cache of the system: {}", directory, why);
    return Optional.empty();
  }

  /**
   * A file to be written on from a position.
   *
   * @param position a multiple of {@link #block}, in bytes
   */
  DirectFile open(Path file, long position) throws IOException {
    if (DIRECT == null) {
      throw new IllegalStateException("nobody has one where there is no option");
    }
    return new DirectFile(
        FileChannel.open(file, StandardOpenOption.WRITE, DIRECT), position, block, buffers);
  }

  /** How many bytes are written as one, a power of 2. */
  int block() {
    return block;
  }
}
