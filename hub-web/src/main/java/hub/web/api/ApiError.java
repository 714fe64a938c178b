package hub.web.api;

import java.util.Map;

/**
 * An error in Docker Hub's shape: old clients read {@code detail}, newer ones {@code message} and
 * the errors of fields.
 */
record ApiError(String message, String detail, Map<String, ?> errinfo) {

  static ApiError of(String message) {
    return new ApiError(message, message, Map.of());
  }

  static ApiError ofField(String field, String message) {
    return new ApiError(message, message, Map.of("fielderrors", Map.of(field, message)));
  }
}
