package hub.search;

import java.time.Duration;

/** A search that took too long, or for which there was no room. */
public class SearchRefused extends RuntimeException {

  private static final Duration LATER = Duration.ofSeconds(5);

  private SearchRefused(String message) {
    super(message);
  }

  static SearchRefused tooLong() {
    return new SearchRefused(
        "This search takes too long. Narrow it with a longer or another word.");
  }

  static SearchRefused noRoom() {
    return new SearchRefused("Too many search at once. Try again in a few seconds.");
  }

  /** When it is worth trying again. */
  public Duration retryAfter() {
    return LATER;
  }
}
