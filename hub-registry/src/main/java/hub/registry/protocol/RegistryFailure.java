package hub.registry.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error of the protocol.
 *
 * @see RegistryErrors
 */
class RegistryFailure extends RuntimeException {

  private final ErrorCode code;
  private final int status;
  private final @Nullable Object detail;
  private final Map<String, String> headers = new LinkedHashMap<>();

  RegistryFailure(ErrorCode code) {
    this(code, code.status(), code.message(), null);
  }

  RegistryFailure(ErrorCode code, @Nullable String message) {
    this(code, code.status(), message == null ? code.message() : message, null);
  }

  RegistryFailure(ErrorCode code, int status, String message, @Nullable Object detail) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.detail = detail;
  }

  RegistryFailure with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  ErrorCode code() {
    return code;
  }

  int status() {
    return status;
  }

  @Nullable Object detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }
}
