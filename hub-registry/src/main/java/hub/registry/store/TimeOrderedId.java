package hub.registry.store;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Ids that nobody guesses and that sort by the time they were made.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">UUID version 7</a>
 */
public final class TimeOrderedId {

  private static final SecureRandom RANDOM = new SecureRandom();

  private TimeOrderedId() {}

  /** A fresh one. */
  public static UUID next() {
    long time = System.currentTimeMillis();
    long high = (time << 16) | 0x7000L | RANDOM.nextInt(0x1000);
    long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
