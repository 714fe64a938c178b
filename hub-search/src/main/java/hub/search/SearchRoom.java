package hub.search;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many searches work at once: on a hub of a million repositories each keeps a processor busy
 * that pulls need too. The others wait for a moment, and not too many of them.
 */
final class SearchRoom {

  private static final int MOST_WAITING = 64;
  private static final long WAIT_MILLIS = 2_000;

  private final Semaphore places;

  SearchRoom(int places) {
    this.places = new Semaphore(places, true);
  }

  /** Half of what there is of processors, and never less than two. */
  static SearchRoom forThisMachine() {
    return new SearchRoom(Math.max(2, Runtime.getRuntime().availableProcessors() / 2));
  }

  /**
   * Works when there is room.
   *
   * @throws SearchRefused where there is none in time
   */
  <T> T work(Supplier<T> search) {
    if (places.getQueueLength() >= MOST_WAITING) {
      throw SearchRefused.noRoom();
    }
    try {
      if (!places.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw SearchRefused.noRoom();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SearchRefused.noRoom();
    }
    return release(search);
  }

  private <T> T release(Supplier<T> search) {
    try {
      return search.get();
    } finally {
      places.release();
    }
  }
}
