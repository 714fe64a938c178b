package hub.web.page;

import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What the domain refuses, as error pages for people. */
@ControllerAdvice({
  "hub.web.account",
  "hub.web.admin",
  "hub.web.home",
  "hub.web.page",
  "hub.web.profile",
  "hub.web.repository",
  "hub.web.search",
  "hub.web.webhook"
})
class PageFailures {

  /** A private repository and none at all look the same. */
  @ExceptionHandler({RepositoryNotFound.class, InvalidRepositoryName.class, NothingHere.class})
  void nothingHere(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.NOT_FOUND.value());
  }

  /** Two people, or two windows of one, changed the same thing at once: one of them was first. */
  @ExceptionHandler(ConcurrencyFailureException.class)
  void changedMeanwhile(HttpServletResponse response) throws IOException {
    response.sendError(HttpStatus.CONFLICT.value());
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
}
