package hub.web.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * An error in Docker Hub's shape: old clients read {@code detail}, newer ones {@code message} and
 * the errors of fields.
 *
 * @param retryAfter in seconds; null where trying again does not help
 */
record ApiError(
    @JsonIgnore HttpStatus status,
    String message,
    String detail,
    Map<String, ?> errinfo,
    @JsonIgnore @Nullable Long retryAfter) {

  static ApiError of(HttpStatus status, String message) {
    return new ApiError(status, message, message, Map.of(), null);
  }

  static ApiError ofField(String field, String message) {
    return new ApiError(
        HttpStatus.BAD_REQUEST,
        message,
        message,
        Map.of("fielderrors", Map.of(field, message)),
        null);
  }

  /** The same, with the time after which it may be tried again. */
  ApiError retryAfter(long seconds) {
    return new ApiError(status, message, detail, errinfo, seconds);
  }

  ResponseEntity<Object> response() {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
    }
    return response.body(this);
  }
}
