package hub.registry.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mark that a store must have to be itself. Each time that it goes away is logged once. */
public final class ExpectedMark {

  private static final Logger log = LoggerFactory.getLogger(ExpectedMark.class);

  private final AtomicBoolean away = new AtomicBoolean();
  private volatile @Nullable String mark;

  /** From now on the store must have this mark. */
  public void expect(String expected) {
    mark = expected;
  }

  /**
   * Nothing is expected before the hub has found its storage.
   *
   * @throws StorageAway where the store has no mark, or another one
   * @throws IOException where it does not answer
   */
  public void require(BlobStore store) throws IOException {
    String expected = mark;
    if (expected == null) {
      return;
    }
    if (store.mark().filter(expected::equals).isPresent()) {
      if (away.compareAndSet(true, false)) {
        log.info("The storage ({}) is back", store.description());
      }
      return;
    }
    if (away.compareAndSet(false, true)) {
      log.error(
          "The storage ({}) is away: what is there does not have its mark {}",
          store.description(),
          BlobStore.MARK);
    }
    throw new StorageAway();
  }
}
