package hub.web.page;

import hub.accounts.credential.BadCredentials;
import hub.accounts.limit.TooManyAttempts;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import hub.search.SearchRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * What the domain refuses and no form says better, as error pages for people. It counts for every
 * controller; the API's own failures come before it.
 */
@ControllerAdvice(annotations = Controller.class)
class PageFailures {

  /** A private repository and none at all look the same. */
  @ExceptionHandler({RepositoryNotFound.class, InvalidRepositoryName.class, NothingHere.class})
  void nothingHere(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  /** An id in an address that is none; any other value of the wrong form is a bad request. */
  @ExceptionHandler
  void mistyped(MethodArgumentTypeMismatchException e, HttpServletResponse response)
      throws IOException {
    boolean ofThePath = e.getParameter().hasParameterAnnotation(PathVariable.class);
    response.sendError((ofThePath ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST).value());
  }

  /** The same for an id of blanks, which is read as none. */
  @ExceptionHandler(MissingPathVariableException.class)
  void blank(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  /** Two people, or two windows of one, changed the same thing at once: one of them was first. */
  @ExceptionHandler(ConcurrencyFailureException.class)
  void changedMeanwhile(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.CONFLICT.value());
  }

  /** The session has ended while this was being asked; a wrong password in a form is told there. */
  @ExceptionHandler(BadCredentials.class)
  void signedOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", "/login");
      response.setStatus(HttpStatus.NO_CONTENT.value());
    } else {
      response.sendRedirect("/login");
    }
  }

  @ExceptionHandler(NotAllowed.class)
  void notAllowed(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.FORBIDDEN.value());
  }

  @ExceptionHandler(NotConfirmed.class)
  void notConfirmed(HttpServletRequest request, HttpServletResponse response) throws IOException {
    request.setAttribute("reason", "unconfirmed");
    response.sendError(HttpStatus.FORBIDDEN.value());
  }

  @ExceptionHandler(TooManyAttempts.class)
  void tooMany(TooManyAttempts e, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
    response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
  }

  @ExceptionHandler(SearchRefused.class)
  void searchRefused(SearchRefused e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute("reason", "search");
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
    response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
  }

  /** The database ended a statement that took too long. */
  @ExceptionHandler(QueryTimeoutException.class)
  void tookTooLong(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, "30");
    response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
  }
}
