package hub.web.account;

import hub.accounts.TooManyAttempts;
import hub.web.page.NothingHere;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What accounts refuse and no form says better, as error pages. */
@ControllerAdvice({"hub.web.account", "hub.web.admin"})
class AccountFailures {

  @ExceptionHandler(NothingHere.class)
  void nothingHere(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  @ExceptionHandler(TooManyAttempts.class)
  void tooMany(TooManyAttempts e, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
    response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
  }
}
