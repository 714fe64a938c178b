package hub.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body in: reads it, hashes it and hands it to a store, in one pass. A small one in one
 * thread; of a larger one the rest is read in one thread while others hash and write.
 *
 * <p>Memory comes from {@link Buffers} that all bodies share, arrays on the heap because those hash
 * fastest. While they are plenty a buffer is filled whole; once they are scarce none is held while
 * a client is waited for, so that slow clients, however many, take nothing from the others.
 */
public final class BodyReceiver {

  /** Bytes of a buffer. */
  public static final int BUFFER = 256 * 1024;

  /** So much is taken in by one thread: handing over would cost more than it gains. */
  private static final int ALONE = 1024 * 1024;

  /** How many buffers may lie between the thread that reads and the one that writes. */
  private static final int AHEAD = 3;

  /** Writes for all large bodies; platform threads, since they wait in the system. */
  private static final ExecutorService DISK =
      Executors.newFixedThreadPool(16, Thread.ofPlatform().daemon().name("disk-", 0).factory());

  /** What a client that is waited for may send into when buffers are scarce. */
  private static final int SCRATCH = 8 * 1024;

  private static final byte[] NONE = {};

  private final Buffers<byte[]> buffers;

  /**
   * @param buffers of {@link #BUFFER} bytes each
   */
  public BodyReceiver(Buffers<byte[]> buffers) {
    this.buffers = buffers;
  }

  /**
   * What has been taken in.
   *
   * @param count how many bytes, all of them hashed and written
   * @param cut why no more came, where the client went away
   */
  public record Received(long count, @Nullable IOException cut) {}

  private record Chunk(byte[] bytes, int count, boolean last, @Nullable IOException cut) {
    static final Chunk END = new Chunk(NONE, 0, true, null);
  }

  /**
   * Takes a body in to its end, or as far as it comes.
   *
   * @throws IOException where the store fails; what it then holds is unknown
   */
  public Received receive(InputStream body, MessageDigest hash, BlobWriter writer)
      throws IOException {
    long count = 0;
    while (count < ALONE) {
      Chunk chunk = read(body, writer.piece());
      process(chunk, hash, writer);
      count += chunk.count();
      if (chunk.last()) {
        return new Received(count, chunk.cut());
      }
    }
    return sideBySide(count, body, hash, writer);
  }

  private Received sideBySide(long before, InputStream body, MessageDigest hash, BlobWriter writer)
      throws IOException {
    var line = new Line(hash, writer);
    long count = before;
    Chunk chunk = null;
    try {
      while ((chunk == null || !chunk.last()) && !line.hasFailed()) {
        chunk = read(body, BUFFER);
        line.add(chunk);
        count += chunk.count();
      }
    } finally {
      line.close();
    }
    line.throwFailure();
    return new Received(count, chunk == null ? null : chunk.cut());
  }

  /**
   * The chunks of one body on their way to the store, hashed and written one after the other by
   * {@link #DISK}: while the system lets writers wait for a disk that is behind, those threads wait
   * and not the few that carry all requests.
   */
  private final class Line {

    private final MessageDigest hash;
    private final BlobWriter writer;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(AHEAD);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean running;
    private volatile @Nullable Throwable failure;

    Line(MessageDigest hash, BlobWriter writer) {
      this.hash = hash;
      this.writer = writer;
    }

    boolean hasFailed() {
      return failure != null;
    }

    /** Waits while there are many already. */
    void add(Chunk chunk) throws IOException {
      try {
        chunks.put(chunk);
      } catch (InterruptedException e) {
        release(chunk);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the hub stops");
      }
      lock.lock();
      try {
        if (!running) {
          running = true;
          DISK.execute(this::run);
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * Whatever fails, all chunks are taken, so that the thread that adds one never waits for ever.
     */
    private void run() {
      for (Chunk chunk = next(); chunk != null; chunk = next()) {
        try {
          if (failure == null) {
            process(chunk, hash, writer);
          } else {
            release(chunk);
          }
        } catch (Throwable e) {
          failure = e;
        }
      }
    }

    private @Nullable Chunk next() {
      lock.lock();
      try {
        Chunk chunk = chunks.poll();
        if (chunk == null) {
          running = false;
          stopped.signalAll();
        }
        return chunk;
      } finally {
        lock.unlock();
      }
    }

    /** Nobody writes any more when this returns, whatever has happened. */
    void close() {
      lock.lock();
      try {
        while (running) {
          stopped.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    void throwFailure() throws IOException {
      Throwable failed = failure;
      if (failed instanceof IOException e) {
        throw e;
      }
      if (failed != null) {
        throw new IllegalStateException(failed);
      }
    }
  }

  private void process(Chunk chunk, MessageDigest hash, BlobWriter writer) throws IOException {
    try {
      hash.update(chunk.bytes(), 0, chunk.count());
      writer.write(chunk.bytes(), 0, chunk.count());
    } finally {
      release(chunk);
    }
  }

  private void release(Chunk chunk) {
    if (chunk.bytes().length > 0) {
      buffers.give(chunk.bytes());
    }
  }

  private Chunk read(InputStream body, int most) {
    return buffers.areScarce() ? readWhatIsHere(body, most) : readFull(body, most);
  }

  /** Until there are so many bytes, the body ends, or the client goes away. */
  private Chunk readFull(InputStream body, int most) {
    return fill(buffers.take(), 0, most, body, true);
  }

  /** Waits with a scratch of its own, and then takes a buffer for what needs no more waiting. */
  private Chunk readWhatIsHere(InputStream body, int most) {
    byte[] scratch = new byte[SCRATCH];
    int count;
    try {
      count = body.read(scratch);
    } catch (IOException e) {
      return new Chunk(NONE, 0, true, e);
    }
    if (count < 0) {
      return Chunk.END;
    }
    byte[] buffer = buffers.take();
    System.arraycopy(scratch, 0, buffer, 0, count);
    return fill(buffer, count, most, body, false);
  }

  /**
   * @param from how many bytes the buffer has already
   * @param wait whether to wait for the client; else what is here will do
   */
  private Chunk fill(byte[] buffer, int from, int most, InputStream body, boolean wait) {
    int count = from;
    try {
      while (count < most && (wait || body.available() > 0)) {
        int read = body.read(buffer, count, most - count);
        if (read < 0) {
          return new Chunk(buffer, count, true, null);
        }
        count += read;
      }
      return new Chunk(buffer, count, false, null);
    } catch (IOException e) {
      return new Chunk(buffer, count, true, e);
    } catch (RuntimeException e) {
      buffers.give(buffer);
      throw e;
    }
  }
}
