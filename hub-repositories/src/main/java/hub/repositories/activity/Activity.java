package hub.repositories.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often a repository was pulled and starred, and when the last pull and push were. */
public record Activity(
    long pulls, int stars, @Nullable Instant lastPulledAt, @Nullable Instant lastPushedAt) {

  /** Of a repository to which nothing has happened. */
  static final Activity NONE = new Activity(0, 0, null, null);
}
