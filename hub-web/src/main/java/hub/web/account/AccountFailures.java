package hub.web.account;

import hub.accounts.limit.TooManyAttempts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What accounts refuse and no form says better, as error pages; the rest is in PageFailures. */
@ControllerAdvice({"hub.web.account", "hub.web.admin"})
class AccountFailures {

  @ExceptionHandler(TooManyAttempts.class)
  void tooMany(TooManyAttempts e, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
    response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
  }
}
