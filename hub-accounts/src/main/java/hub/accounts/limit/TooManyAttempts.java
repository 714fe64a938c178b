package hub.accounts.limit;

import java.time.Duration;

/** Too many guesses or requests; another is answered after a while. */
public class TooManyAttempts extends RuntimeException {

  private final Duration retryAfter;

  public TooManyAttempts(Duration retryAfter) {
    super("Too many attempts. The next is possible in " + words(retryAfter) + ".");
    this.retryAfter = retryAfter;
  }

  /** At least a second, as {@code Retry-After} has it; of two minutes and more, the minutes. */
  private static String words(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds());
    return seconds == 1
        ? "1 second"
        : seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
