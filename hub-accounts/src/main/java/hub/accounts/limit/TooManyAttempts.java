package hub.accounts.limit;

import java.time.Duration;

/** Too many guesses or requests; another is answered after a while. */
public class TooManyAttempts extends RuntimeException {

  private final Duration retryAfter;

  public TooManyAttempts(Duration retryAfter) {
    super("Too many attempts. The next is possible in " + retryAfter.toSeconds() + " seconds.");
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
