package hub.registry.limit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The body of a request that must keep coming: at least {@link #LEAST} bytes in every {@link
 * #WINDOW}. One that trickles holds a place that others wait for; one that stands still is ended by
 * the container before.
 */
public final class PacedBody extends FilterInputStream {

  /** So much must come in one window: half a kilobyte a second, slower than any modem. */
  static final int LEAST = 16 * 1024;

  static final Duration WINDOW = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private long windowBegan;
  private long inWindow;

  public PacedBody(InputStream body) {
    this(body, System::nanoTime);
  }

  PacedBody(InputStream body, LongSupplier nanoTime) {
    super(body);
    this.nanoTime = nanoTime;
    this.windowBegan = nanoTime.getAsLong();
  }

  /**
   * Reads on.
   *
   * @throws SlowBody where too little has come in the last window
   */
  @Override
  public int read() throws IOException {
    int read = in.read();
    keepPace(read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    keepPace(count);
    return count;
  }

  private void keepPace(int count) throws SlowBody {
    if (count < 0) {
      return;
    }
    inWindow += count;
    if (inWindow >= LEAST) {
      // Enough came, so a new window begins; a fast body looks at the clock once in 16 KiB.
      windowBegan = nanoTime.getAsLong();
      inWindow = 0;
    } else if (nanoTime.getAsLong() - windowBegan > WINDOW.toNanos()) {
      throw new SlowBody();
    }
  }
}
