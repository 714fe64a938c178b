package hub.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * The tokens that forms carry. Each is kept in a cookie and not in the session, so that visitors
 * who only look do not leave a session each. It changes with every sign-in and sign-out.
 */
final class CsrfTokens {

  private static final CookieCsrfTokenRepository REPOSITORY = repository();

  private CsrfTokens() {}

  static CookieCsrfTokenRepository inCookie() {
    return REPOSITORY;
  }

  /** From now on the forms that were handed out before are refused. */
  static void renew(HttpServletRequest request, HttpServletResponse response) {
    REPOSITORY.saveToken(REPOSITORY.generateToken(request), request, response);
  }

  private static CookieCsrfTokenRepository repository() {
    var repository = new CookieCsrfTokenRepository();
    repository.setCookieName("hub-csrf");
    repository.setCookieCustomizer(
        it -> it.httpOnly(true).sameSite("Lax").maxAge(Duration.ofDays(30)));
    return repository;
  }
}
