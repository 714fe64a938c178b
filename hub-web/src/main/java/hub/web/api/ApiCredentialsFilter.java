package hub.web.api;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.credential.AccessTokens;
import hub.accounts.credential.AuthorizationHeader;
import hub.accounts.credential.AuthorizationHeader.Bearer;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.credential.AuthorizationHeader.Nothing;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.accounts.limit.TooManyAttempts;
import hub.registry.access.SearchTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads who calls the API: {@code Authorization: Bearer} or {@code JWT} with a token of {@link
 * ApiTokens} or an access token, or {@code Basic} with a password or an access token.
 *
 * <p>Wrong credentials are refused, and never taken for none, at Docker's search ({@code /v1}) too:
 * who has stored an old password would else never hear that private repositories are left out.
 */
@Component
public class ApiCredentialsFilter extends OncePerRequestFilter {

  private final SignIns signIns;
  private final ApiTokens tokens;
  private final SearchTokens searchTokens;
  private final ApiFailures failures;

  ApiCredentialsFilter(
      SignIns signIns, ApiTokens tokens, SearchTokens searchTokens, ApiFailures failures) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.searchTokens = searchTokens;
    this.failures = failures;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    try {
      if (header != null && !isSignIn(request)) {
        remember(read(header, request));
      }
    } catch (BadCredentials | TooManyAttempts e) {
      failures.answer(request, response, e);
      return;
    }
    chain.doFilter(request, response);
  }

  /** Who signs in anew is not kept from it by an old token. */
  private static boolean isSignIn(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/v2/users/login") || path.startsWith("/v2/auth/token");
  }

  private Caller read(String header, HttpServletRequest request) {
    Origin origin = Origin.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
    return switch (AuthorizationHeader.parse(header)) {
      case Nothing _ -> Caller.anonymous(origin);
      case NameAndSecret pair -> signIns.signIn(pair, origin);
      case Bearer bearer when AccessTokens.looksLikeOne(bearer.token()) ->
          signIns.signInByToken(bearer.token(), origin);
      case Bearer bearer when isSearch(request) -> searchTokens.caller(bearer.token()).from(origin);
      case Bearer bearer -> tokens.read(bearer.token(), origin);
    };
  }

  /** Docker's client searches with a token of the registry. */
  private static boolean isSearch(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/v1/");
  }

  /** Who calls, where this filter has found that out; never an anonymous caller. */
  public static Optional<Caller> caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  private static void remember(Caller caller) {
    if (caller.isAnonymous()) {
      return;
    }
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of()));
    SecurityContextHolder.setContext(context);
  }
}
