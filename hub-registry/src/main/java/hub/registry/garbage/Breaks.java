package hub.registry.garbage;

import java.time.Duration;

/**
 * Keeps the work on the store out of the way of those who push and pull: after each short
 * transaction it stands back for as long as that took, so that it has half of one processor at
 * most.
 */
final class Breaks {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Breaks() {}

  /**
   * Waits. Returns at once, and leaves the thread interrupted, where the hub stops.
   *
   * @param began when the work began that is done now, of {@link System#nanoTime}
   */
  static void after(long began) {
    long took = System.nanoTime() - began;
    try {
      Thread.sleep(Duration.ofNanos(Math.min(took, LONGEST.toNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
