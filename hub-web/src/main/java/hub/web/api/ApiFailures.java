package hub.web.api;

import hub.accounts.credential.BadCredentials;
import hub.accounts.limit.TooManyAttempts;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.TextTooLong;
import hub.repositories.access.CollaboratorUnknown;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import hub.repositories.allowance.PrivateLimitReached;
import hub.repositories.life.NameTaken;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** What scripts are told when something fails, in Docker Hub's shapes. */
@RestControllerAdvice(basePackageClasses = ApiFailures.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiFailures extends ResponseEntityExceptionHandler {

  @ExceptionHandler({RepositoryNotFound.class, ObjectNotFound.class})
  @ResponseStatus(HttpStatus.NOT_FOUND)
  ApiError absent(RuntimeException e) {
    return ApiError.of("object not found");
  }

  @ExceptionHandler(CollaboratorUnknown.class)
  @ResponseStatus(HttpStatus.NOT_FOUND)
  ApiError unknown(CollaboratorUnknown e) {
    return ApiError.of(words(e));
  }

  @ExceptionHandler({NotAllowed.class, NotConfirmed.class, PrivateLimitReached.class})
  @ResponseStatus(HttpStatus.FORBIDDEN)
  ApiError refused(RuntimeException e) {
    return ApiError.of(words(e));
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.CONFLICT)
  ApiError changedMeanwhile(ConcurrencyFailureException e) {
    return ApiError.of("It was changed by another request at the same time; send yours again.");
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  ApiError taken(NameTaken e) {
    return ApiError.ofField("name", words(e));
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  ApiError invalid(InvalidRepositoryName e) {
    return ApiError.ofField("name", words(e));
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  ApiError tooLong(TextTooLong e) {
    return ApiError.ofField(
        e.field().equals("overview") ? "full_description" : e.field(),
        "Exceeded max number of characters (" + e.max() + ")");
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  ApiError missing(MissingField e) {
    return ApiError.ofField(e.field(), words(e));
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  ApiError unreadable(InvalidParameterException e) {
    return ApiError.of("A parameter of the request is no text in UTF-8.");
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.UNAUTHORIZED)
  ApiError unauthorized(BadCredentials e) {
    return ApiError.of("Incorrect authentication credentials");
  }

  @ExceptionHandler
  ResponseEntity<ApiError> tooMany(TooManyAttempts e) {
    return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()))
        .body(ApiError.of(words(e)));
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return ResponseEntity.badRequest()
        .body(ApiError.of("The body must be JSON with fields of the right types."));
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
    return ResponseEntity.status(status).headers(headers).body(ApiError.of(reason));
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? "" : e.getMessage();
  }
}
