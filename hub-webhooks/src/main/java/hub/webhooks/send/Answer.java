package hub.webhooks.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try.
 *
 * @param status the HTTP status; null where there was no answer, and then {@code error} says why
 * @param body the first 4 KiB of the answer; null where there was none
 * @param error for people; null where there was an answer
 * @param duration from the beginning of the try
 * @param isFinal true where trying again cannot help
 */
public record Answer(
    @Nullable Integer status,
    @Nullable String body,
    @Nullable String error,
    Duration duration,
    boolean isFinal) {

  static Answer of(int status, String body, Duration duration) {
    return new Answer(status, body, null, duration, false);
  }

  static Answer none(String error, Duration duration) {
    return new Answer(null, null, error, duration, false);
  }

  static Answer refused(String error, Duration duration) {
    return new Answer(null, null, error, duration, true);
  }

  /** Whether the receiver took it: a status from 200 to 299. */
  public boolean isSuccess() {
    return status != null && status >= 200 && status < 300;
  }
}
