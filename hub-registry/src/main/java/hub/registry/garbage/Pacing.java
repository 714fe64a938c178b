package hub.registry.garbage;

import java.time.Duration;

/**
 * Keeps the work on the store out of the way of those who push and pull: after each step it stands
 * back for twice as long as that took, but for two seconds at most. So it works a third of the
 * time.
 */
final class Pacing {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Pacing() {}

  /**
   * Waits. Returns at once, and leaves the thread interrupted, where the hub stops.
   *
   * @param began when the step began that is done now, of {@link System#nanoTime}
   */
  static void after(long began) {
    long took = System.nanoTime() - began;
    try {
      Thread.sleep(Duration.ofNanos(Math.min(2 * took, LONGEST.toNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
