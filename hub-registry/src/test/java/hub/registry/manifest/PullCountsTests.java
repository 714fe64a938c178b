package hub.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.TagName;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

class PullCountsTests {

  private final Deque<Throwable> failures = new ArrayDeque<>();
  private int tries;

  @SuppressWarnings("NullAway") // what only a database could be asked for
  private final PullCounts counts = new PullCounts(null, new Transactions(), null, null);

  /** Fail as often as was said, and then do nothing. */
  @SuppressWarnings("NullAway") // of what is counted nothing comes back
  private final class Transactions extends TransactionTemplate {

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
      tries++;
      switch (failures.poll()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
      return null;
    }
  }

  @Test
  void whatCannotBeWrittenIsWrittenLaterWhateverTheReason() {
    failures.add(new IllegalStateException("a fault of ours"));
    failures.add(new OutOfMemoryError("said so"));
    counts.count(
        7,
        new TagName("1"),
        new StoredManifest(Digest.sha256(new byte[0]), MediaTypes.OCI_MANIFEST, 2),
        "a client");

    // what leaves this method ends the schedule for good
    counts.flush();
    counts.flush();
    assertThat(tries).isEqualTo(2);

    counts.flush();
    assertThat(tries).as("the pull is still there").isEqualTo(3);
    counts.flush();
    assertThat(tries).as("and now written").isEqualTo(3);
  }
}
