package hub.registry.garbage;

import java.io.IOException;
import java.time.Duration;

/** Keeps the work on the store out of the way of pushes and pulls. */
final class Pacing {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Pacing() {}

  /**
   * Waits after a step twice as long as it took, but two seconds at most: so the work takes a third
   * of the time. Returns at once, and leaves the thread interrupted, where the hub stops.
   *
   * @param began when the step began that is done now, of {@link System#nanoTime}
   */
  static void pauseAfter(long began) {
    long took = System.nanoTime() - began;
    try {
      Thread.sleep(Duration.ofNanos(Math.min(2 * took, LONGEST.toNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps a reader to so many bytes a second. */
  static final class Rate {

    private final long bytesPerSecond;
    private final long begin = System.nanoTime();
    private long bytes;

    Rate(long bytesPerSecond) {
      this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Waits until so many more bytes are due.
     *
     * @throws IOException where the hub stops
     */
    void after(int count) throws IOException {
      bytes += count;
      long ahead = (long) (bytes * 1e9 / bytesPerSecond) - (System.nanoTime() - begin);
      if (ahead > 0) {
        try {
          Thread.sleep(Duration.ofNanos(ahead));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("the hub stops", e);
        }
      }
    }
  }
}
