package hub.web.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.json.JsonMapper;

/** Answers with {@link ApiErrors}, whether a handler, the door or a filter before both failed. */
@Component
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ApiFailures extends ResponseEntityExceptionHandler {

  private final JsonMapper json;

  ApiFailures(JsonMapper json) {
    this.json = json;
  }

  /** What the table knows; all else is thrown on. */
  @ExceptionHandler
  ResponseEntity<Object> answer(RuntimeException failure) {
    return ApiErrors.translate(failure).orElseThrow(() -> failure).response();
  }

  /** The same where there is no handler yet. */
  public void answer(
      HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
      throws IOException {
    ApiError error = ApiErrors.translate(failure).orElseThrow(() -> failure);
    response.setStatus(error.status().value());
    if (error.retryAfter() != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(error.retryAfter()));
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    byte[] body = json.writeValueAsBytes(error);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return ApiError.of(
            HttpStatus.BAD_REQUEST, "The body must be JSON with fields of the right types.")
        .response();
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpStatus known = HttpStatus.resolve(status.value());
    String reason = known == null ? "Error " + status.value() : known.getReasonPhrase();
    return ResponseEntity.status(status)
        .headers(headers)
        .body(ApiError.of(known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known, reason));
  }
}
