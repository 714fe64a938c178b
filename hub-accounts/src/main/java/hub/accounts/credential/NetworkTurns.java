package hub.accounts.credential;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Turns to compare a password: one network gets half of the places, so that whoever sends many from
 * there waits for himself, and somebody from elsewhere finds the other half free.
 */
final class NetworkTurns {

  private static final int EACH = Math.max(1, Passwords.PLACES / 2);

  /** Kept as long as somebody holds or waits for one. */
  private final LoadingCache<String, Semaphore> turns =
      Caffeine.newBuilder().weakValues().build(_ -> new Semaphore(EACH, true));

  /** Runs this in a turn of the network; waits for one in the order of arrival. */
  <T> T take(String network, Supplier<T> work) {
    Semaphore places = turns.get(network);
    places.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
