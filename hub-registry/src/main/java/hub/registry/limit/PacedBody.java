package hub.registry.limit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The body of a request that must keep coming: at least {@link #LEAST} bytes in every {@link
 * #WINDOW} that is spent waiting for them. The time that the hub takes for itself, such as for disk
 * or memory, is not the client's, nor is the time until a busy machine comes to look at what has
 * been here for long. A body that trickles holds a slot that others wait for; one that stands still
 * is ended by the container before.
 */
public final class PacedBody extends FilterInputStream {

  /** So much must come in one window: half a kilobyte a second, slower than any modem. */
  static final int LEAST = 16 * 1024;

  static final Duration WINDOW = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private long waited;
  private long inWindow;

  public PacedBody(InputStream body) {
    this(body, System::nanoTime);
  }

  PacedBody(InputStream body, LongSupplier nanoTime) {
    super(body);
    this.nanoTime = nanoTime;
  }

  /**
   * Reads on.
   *
   * @throws SlowBody where too little has come in the last window
   */
  @Override
  public int read() throws IOException {
    long began = nanoTime.getAsLong();
    int read = in.read();
    keepPace(began, read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long began = nanoTime.getAsLong();
    int count = in.read(buffer, offset, length);
    keepPace(began, count);
    return count;
  }

  private void keepPace(long began, int count) throws IOException {
    if (count < 0) {
      return;
    }
    waited += nanoTime.getAsLong() - began;
    inWindow += count;
    if (inWindow >= LEAST || (waited > WINDOW.toNanos() && in.available() > 0)) {
      waited = 0;
      inWindow = 0;
    } else if (waited > WINDOW.toNanos()) {
      throw new SlowBody();
    }
  }
}
