package hub.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** What scripts are told that the API does not let in, in the shape of Docker Hub's errors. */
final class ApiErrors {

  private ApiErrors() {}

  static void unauthorized(
      HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    write(response, HttpServletResponse.SC_UNAUTHORIZED, "Incorrect authentication credentials");
  }

  static void forbidden(HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    write(response, HttpServletResponse.SC_FORBIDDEN, "You may not do this.");
  }

  static void write(HttpServletResponse response, int status, String detail) throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    byte[] body =
        "{\"message\":\"%s\",\"detail\":\"%s\"}"
            .formatted(detail, detail)
            .getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
