package hub.registry.protocol;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON, and errors as {@code {"errors":[{"code","message","detail"}]}}. */
@Component
class Replies {

  private static final List<String> OF_CONTENT =
      List.of("ETag", "Docker-Content-Digest", "Accept-Ranges", "Content-Range");

  private final JsonMapper json;

  Replies(JsonMapper json) {
    this.json = json;
  }

  void send(HttpServletResponse response, RegistryFailure failure) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    forgetWhatWasMeantForTheContent(response);
    failure.headers().forEach(response::setHeader);
    write(
        response,
        failure.status(),
        body(failure.code().name(), failure.getMessage(), failure.detail()));
  }

  /** For what is our own fault; clients try again. */
  void sendUnforeseen(HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      forgetWhatWasMeantForTheContent(response);
      write(response, 500, body("UNKNOWN", "something went wrong here; please try again", null));
    }
  }

  /** An error found late must not be kept for a year in the place of a blob. */
  private static void forgetWhatWasMeantForTheContent(HttpServletResponse response) {
    for (String header : OF_CONTENT) {
      response.setHeader(header, null);
    }
    response.setHeader("Cache-Control", "no-store");
  }

  /** A whole answer in JSON. */
  void write(HttpServletResponse response, int status, Object value) throws IOException {
    writeAs(response, status, "application/json", value);
  }

  void writeAs(HttpServletResponse response, int status, String contentType, Object value)
      throws IOException {
    byte[] bytes = json.writeValueAsBytes(value);
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static Map<String, Object> body(
      String code, @Nullable String message, @Nullable Object detail) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message == null ? "" : message);
    // Never left out: Docker's client takes an error without detail and with the usual message for
    // one that may pass, and tries again for a minute.
    error.put("detail", detail == null ? Map.of() : detail);
    return Map.of("errors", List.of(error));
  }
}
