package hub.webhooks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try.
 *
 * @param status null where there was no answer, and then {@code error} says why
 * @param isFinal true where trying again can not help
 */
record Answer(
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

  boolean isSuccess() {
    return status != null && status >= 200 && status < 300;
  }
}
