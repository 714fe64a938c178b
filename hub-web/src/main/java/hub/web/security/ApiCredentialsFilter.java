package hub.web.security;

import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.accounts.limit.TooManyAttempts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads who calls the API: {@code Authorization: Bearer} or {@code JWT} with a token of {@link
 * ApiTokens} or an access token, or {@code Basic} with a password or an access token.
 *
 * <p>Wrong credentials are refused, and never taken for none; but Docker's search ({@code /v1})
 * carries whatever the client once stored, and throws away what it is told, so there they are
 * nobody's.
 */
class ApiCredentialsFilter extends OncePerRequestFilter {

  private final SignIns credentials;
  private final ApiTokens tokens;

  ApiCredentialsFilter(SignIns credentials, ApiTokens tokens) {
    this.credentials = credentials;
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    try {
      if (header != null && !isSignIn(request)) {
        remember(read(header.strip(), request));
      }
    } catch (BadCredentials | TooManyAttempts e) {
      if (request.getRequestURI().startsWith("/v1/")) {
        chain.doFilter(request, response);
      } else {
        refuse(request, response, e);
      }
      return;
    }
    chain.doFilter(request, response);
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException reason)
      throws IOException {
    if (reason instanceof TooManyAttempts e) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
      ApiErrors.write(response, 429, e.getMessage() == null ? "" : e.getMessage());
    } else {
      ApiErrors.unauthorized(request, response, reason);
    }
  }

  /** Who signs in anew is not kept from it by an old token. */
  private static boolean isSignIn(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/v2/users/login") || path.startsWith("/v2/auth/token");
  }

  private Caller read(String header, HttpServletRequest request) {
    int space = header.indexOf(' ');
    String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
    String value = space < 0 ? "" : header.substring(space + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(value, request.getRemoteAddr());
      case "bearer", "jwt" -> bearer(value);
      default -> throw new BadCredentials();
    };
  }

  private Caller basic(String value, String address) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCredentials();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new BadCredentials();
    }
    // docker search sends an empty name and password where nobody is signed in
    if (pair.equals(":")) {
      return Caller.anonymous();
    }
    return credentials.signIn(pair.substring(0, colon), pair.substring(colon + 1), address);
  }

  private Caller bearer(String token) {
    return token.startsWith("hubp_") ? credentials.signInByToken(token) : tokens.read(token);
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
