package hub.registry.limit;

import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * How many bodies one account may be sending to this node at once: far more than any client does,
 * and few enough that one account does not take the slots of all.
 */
@Component
public class UploadSlots {

  /** Docker's client sends 5 at once, most others up to 10; a build farm shares an account. */
  static final int PER_ACCOUNT = 100;

  private final ConcurrentHashMap<Long, Integer> taken = new ConcurrentHashMap<>();

  /** A slot that is given back when the body has come. */
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a slot.
   *
   * @throws TooManyUploads where the account has no more
   */
  public Slot take(long accountId) {
    taken.merge(
        accountId,
        1,
        (now, one) -> {
          if (now >= PER_ACCOUNT) {
            throw new TooManyUploads();
          }
          return now + one;
        });
    return () -> taken.computeIfPresent(accountId, (id, now) -> now == 1 ? null : now - 1);
  }
}
