package hub.registry.store.file;

import hub.registry.RegistrySettings.Durability;
import hub.registry.store.BlobWriter;
import hub.registry.store.BodyReceiver;
import hub.registry.store.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes on at the end of one file: past the system's cache, but for what begins with little, so
 * that a small blob costs no trip to the disk of its own.
 */
final class FileWriter implements BlobWriter {

  /** So much goes to the cache first, in bytes, unless as much comes in the first piece. */
  private static final int CACHED = 64 * 1024;

  /** Where all goes to the cache, the disk is asked to begin after so many bytes. */
  private static final long SYNC_EVERY = 32L * 1024 * 1024;

  private static final long UNKNOWN = -1;

  private final Path file;
  private final FileChannel channel;
  private final Durability durability;
  private final @Nullable DirectFiles directFiles;
  private final Sync entry;

  /** From here on the cache is left out; not known before the first bytes have come. */
  private long directFrom = UNKNOWN;

  /** Up to where the cache has got the file; {@link #direct} counts what goes past it. */
  private long position;

  private long unsynced;
  private @Nullable DirectFile direct;
  private @Nullable FutureTask<@Nullable Void> early;

  /** Waits for the disk. */
  interface Sync {
    void run() throws IOException;
  }

  /**
   * @param channel of the file, which ends at {@code position}
   * @param directFiles null where the file system knows nothing of it
   * @param entry makes the file's entry in its directory last
   */
  FileWriter(
      Path file,
      FileChannel channel,
      long position,
      Durability durability,
      @Nullable DirectFiles directFiles,
      Sync entry) {
    this.file = file;
    this.channel = channel;
    this.position = position;
    this.durability = durability;
    this.directFiles = directFiles;
    this.entry = entry;
  }

  /** Each that goes past the cache is a trip to the disk. */
  @Override
  public int piece() {
    return directFiles == null ? BlobWriter.super.piece() : BodyReceiver.BUFFER;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (directFrom == UNKNOWN) {
      directFrom = directFrom(count);
    }
    int cached = direct == null ? (int) Math.min(count, directFrom - position) : 0;
    writeCached(ByteBuffer.wrap(bytes, offset, cached));
    if (cached < count) {
      direct().write(bytes, offset + cached, count - cached);
    }
  }

  /** At a whole block. A small beginning goes to the cache, as the sync flushes that anyway. */
  private long directFrom(int first) {
    if (directFiles == null) {
      return Long.MAX_VALUE;
    }
    long from = first < CACHED ? position + CACHED : position;
    return Math.ceilDiv(from, directFiles.block()) * directFiles.block();
  }

  private void writeCached(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int written = channel.write(bytes, position);
      position += written;
      unsynced += written;
    }
    if (durability == Durability.DURABLE
        && unsynced >= SYNC_EVERY
        && (early == null || early.isDone())) {
      syncEarly();
    }
  }

  private DirectFile direct() throws IOException {
    DirectFile opened = direct;
    if (opened == null) {
      opened = Objects.requireNonNull(directFiles).open(file, directFrom);
      direct = opened;
    }
    return opened;
  }

  /** Nothing is written after it. */
  private void writeRest() throws IOException {
    if (direct != null) {
      position = direct.position();
      writeCached(direct.rest());
    }
  }

  /** While more comes, the disk takes what is here, so that the last sync is a short one. */
  private void syncEarly() throws IOException {
    awaitEarly();
    unsynced = 0;
    early = begin("early-sync", () -> channel.force(false));
  }

  /** The system tells of bytes that it could not write once only, so this must not be missed. */
  private void awaitEarly() throws IOException {
    FutureTask<@Nullable Void> running = early;
    early = null;
    if (running != null) {
      await(running);
    }
  }

  @Override
  public Progress pause() throws IOException {
    writeRest();
    awaitEarly();
    return Progress.inPlace(position);
  }

  @Override
  public boolean seal() throws IOException {
    writeRest();
    if (durability == Durability.RELAXED) {
      return true;
    }
    // The disk is asked for the entry and for the data at once, and mostly answers both in one.
    FutureTask<@Nullable Void> entrySync = begin("entry-sync", entry);
    try {
      awaitEarly();
      channel.force(false);
    } finally {
      await(entrySync);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    try {
      awaitEarly();
    } finally {
      closeFiles();
    }
  }

  private void closeFiles() throws IOException {
    try {
      if (direct != null) {
        direct.close();
      }
    } finally {
      channel.close();
    }
  }

  private static FutureTask<@Nullable Void> begin(String name, Sync sync) {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              sync.run();
              return null;
            });
    Thread.ofVirtual().name(name).start(task);
    return task;
  }

  private static void await(FutureTask<@Nullable Void> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
