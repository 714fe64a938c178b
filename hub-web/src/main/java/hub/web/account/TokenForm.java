package hub.web.account;

import hub.accounts.TokenScope;
import hub.web.page.FormText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access token is asked for with. Where something is not chosen it is the narrow choice: to
 * pull only, and to end after 90 days.
 *
 * @param scope {@code read}, {@code write} or {@code admin}
 * @param days how long it lives, one of {@link #LIVES}; empty for a token that never expires
 */
record TokenForm(String label, String scope, String days) {

  private static final Set<String> LIVES = Set.of("30", "90", "365");

  TokenForm(@Nullable String label, @Nullable String scope, @Nullable String days) {
    this.label = FormText.line(label);
    this.scope = FormText.or(scope, "read");
    this.days = days == null ? "90" : days;
  }

  static TokenForm empty() {
    return new TokenForm("", null, null);
  }

  /** What the token may do; none where no choice of the form is spelt so. */
  Optional<TokenScope> tokenScope() {
    return Arrays.stream(TokenScope.values()).filter(it -> it.text().equals(scope)).findFirst();
  }

  boolean hasKnownDays() {
    return days.isEmpty() || LIVES.contains(days);
  }

  /** When the token ends, counted from now; null for never. */
  @Nullable Instant expiry() {
    if (days.isEmpty()) {
      return null;
    }
    if (!hasKnownDays()) {
      throw new IllegalStateException("no choice of the form lives " + days + " days");
    }
    return Instant.now().plus(Duration.ofDays(Long.parseLong(days)));
  }
}
