package hub.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Points in time as text, as {@code #times} in templates. Exact ones are in UTC. */
public class Times {

  private final Messages messages;

  Times(Messages messages) {
    this.messages = messages;
  }

  /** How long ago, roughly: 38 minutes ago, yesterday, 6 weeks ago. Null was never. */
  public String ago(@Nullable Instant at) {
    if (at == null) {
      return messages.of("time.never");
    }
    Duration past = Duration.between(at, Instant.now());
    if (past.toSeconds() < -60) {
      return messages.of("time.soon");
    }
    long minutes = past.toMinutes();
    long days = past.toDays();
    if (minutes < 1) {
      return messages.of("time.now");
    }
    if (minutes < 60) {
      return some("time.minute", minutes);
    }
    if (past.toHours() < 24) {
      return some("time.hour", past.toHours());
    }
    if (days < 2) {
      return messages.of("time.yesterday");
    }
    if (days < 7) {
      return messages.of("time.days", days);
    }
    if (days < 60) {
      return some("time.week", days / 7);
    }
    if (days < 365 * 2) {
      return some("time.month", days / 30);
    }
    return some("time.year", days / 365);
  }

  /** Day and time, in UTC; empty for never. */
  public String exact(@Nullable Instant at) {
    return at == null ? "" : format("time.exact.pattern", at);
  }

  /** The day, in UTC. */
  public String date(Instant at) {
    return format("time.date.pattern", at);
  }

  /** For {@code datetime}: 2026-11-18T06:12:00Z. Null for never. */
  public @Nullable String machine(@Nullable Instant at) {
    return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String format(String patternKey, Instant at) {
    return DateTimeFormatter.ofPattern(messages.of(patternKey), messages.language())
        .format(at.atOffset(ZoneOffset.UTC));
  }

  private String some(String unitKey, long count) {
    return count == 1 ? messages.of(unitKey) : messages.of(unitKey + "s", count);
  }
}
