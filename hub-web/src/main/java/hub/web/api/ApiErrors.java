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
import hub.search.SearchRefused;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/** What scripts are told when something fails: the one table that translates failures. */
final class ApiErrors {

  private ApiErrors() {}

  /** The API's error for a failure; empty for one that nobody foresaw. */
  static Optional<ApiError> translate(Exception failure) {
    return Optional.ofNullable(
        switch (failure) {
          case RepositoryNotFound _, ObjectNotFound _ ->
              ApiError.of(HttpStatus.NOT_FOUND, "object not found");
          case CollaboratorUnknown it -> ApiError.of(HttpStatus.NOT_FOUND, words(it));
          case BadCredentials _, AuthenticationException _ ->
              ApiError.of(HttpStatus.UNAUTHORIZED, "Incorrect authentication credentials");
          case NotAllowed it -> ApiError.of(HttpStatus.FORBIDDEN, words(it));
          case NotConfirmed it -> ApiError.of(HttpStatus.FORBIDDEN, words(it));
          case PrivateLimitReached it -> ApiError.of(HttpStatus.FORBIDDEN, words(it));
          case AccessDeniedException _ -> ApiError.of(HttpStatus.FORBIDDEN, "You may not do this.");
          case ConcurrencyFailureException _ ->
              ApiError.of(
                  HttpStatus.CONFLICT,
                  "It was changed by another request at the same time; send yours again.");
          case NameTaken it -> ApiError.ofField("name", words(it));
          case InvalidRepositoryName it -> ApiError.ofField("name", words(it));
          case TextTooLong it ->
              ApiError.ofField(
                  it.field().equals("overview") ? "full_description" : it.field(),
                  "Exceeded max number of characters (" + it.max() + ")");
          case MissingField it -> ApiError.ofField(it.field(), words(it));
          case InvalidParameterException _ ->
              ApiError.of(
                  HttpStatus.BAD_REQUEST, "A parameter of the request is no text in UTF-8.");
          case TooManyAttempts it ->
              ApiError.of(HttpStatus.TOO_MANY_REQUESTS, words(it))
                  .retryAfter(it.retryAfter().toSeconds());
          case SearchRefused it ->
              ApiError.of(HttpStatus.SERVICE_UNAVAILABLE, words(it))
                  .retryAfter(it.retryAfter().toSeconds());
          case QueryTimeoutException _ ->
              ApiError.of(
                      HttpStatus.SERVICE_UNAVAILABLE,
                      "This took longer than the hub allows. Ask for less, or try again later.")
                  .retryAfter(30);
          default -> null;
        });
  }

  private static String words(Exception failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }
}
