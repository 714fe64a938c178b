package hub.registry.protocol;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.credential.AuthorizationHeader;
import hub.accounts.credential.AuthorizationHeader.Bearer;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.credential.AuthorizationHeader.Nothing;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.accounts.limit.TooManyAttempts;
import hub.registry.access.Grants;
import hub.registry.access.RefreshTokens;
import hub.registry.access.RegistryTokens;
import hub.registry.access.RegistryTokens.Issued;
import hub.registry.access.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code /token}: gives registry tokens for credentials, and to nobody in particular those for what
 * is public. Who may do less than was asked for gets a token for less.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token
 *     authentication</a>
 */
@Component
class TokenEndpoint {

  private static final int MAX_FORM = 64 * 1024;

  private final SignIns signIns;
  private final RegistryTokens tokens;
  private final RefreshTokens refreshTokens;
  private final Grants grants;
  private final Replies replies;

  TokenEndpoint(
      SignIns signIns,
      RegistryTokens tokens,
      RefreshTokens refreshTokens,
      Grants grants,
      Replies replies) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.refreshTokens = refreshTokens;
    this.grants = grants;
    this.replies = replies;
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", "no-store");
    try {
      switch (request.getMethod()) {
        case "GET" -> get(request, response);
        case "POST" -> post(request, response);
        default -> throw new RegistryFailure(ErrorCode.UNSUPPORTED).with("Allow", "GET, POST");
      }
    } catch (BadCredentials e) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"" + tokens.service() + "\"");
      refuse(response, ErrorCode.UNAUTHORIZED, "incorrect username or password");
    } catch (TooManyAttempts e) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
      refuse(response, ErrorCode.TOOMANYREQUESTS, String.valueOf(e.getMessage()));
    }
  }

  private void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String query = request.getQueryString();
    Origin origin = origin(request);
    Caller caller = Caller.anonymous(origin);
    String refreshToken = null;
    switch (AuthorizationHeader.parse(request.getHeader("Authorization"))) {
      case Nothing _ -> {}
      case Bearer _ -> throw new BadCredentials();
      case NameAndSecret pair -> {
        caller = signIns.signIn(pair, origin);
        if ("true".equals(first(RegistryRequest.queryAll(query, "offline_token")))) {
          refreshToken = refreshToken(caller, first(RegistryRequest.queryAll(query, "client_id")));
        }
      }
    }
    send(caller, RegistryRequest.queryAll(query, "scope"), refreshToken, response);
  }

  private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_FORM + 1);
    if (bytes.length > MAX_FORM) {
      throw new RegistryFailure(
          ErrorCode.SIZE_INVALID,
          HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
          "the form is too large",
          null);
    }
    String form = new String(bytes, StandardCharsets.UTF_8);
    String grantType = first(RegistryRequest.queryAll(form, "grant_type"));
    List<String> scopes = RegistryRequest.queryAll(form, "scope");
    switch (grantType == null ? "" : grantType) {
      case "password" -> {
        NameAndSecret pair =
            new NameAndSecret(
                orEmpty(first(RegistryRequest.queryAll(form, "username"))),
                orEmpty(first(RegistryRequest.queryAll(form, "password"))));
        boolean offline = "offline".equals(first(RegistryRequest.queryAll(form, "access_type")));
        Caller caller = signIns.signIn(pair, origin(request));
        String clientId = first(RegistryRequest.queryAll(form, "client_id"));
        send(caller, scopes, offline ? refreshToken(caller, clientId) : null, response);
      }
      case "refresh_token" -> {
        String token = orEmpty(first(RegistryRequest.queryAll(form, "refresh_token")));
        // With the same again: a client that goes on with what it was told loses nothing by it.
        send(refreshTokens.redeem(token, origin(request)), scopes, token, response);
      }
      default ->
          throw new RegistryFailure(
              ErrorCode.UNSUPPORTED, 400, "grant_type must be password or refresh_token", null);
    }
  }

  private static Origin origin(HttpServletRequest request) {
    return Origin.of(request.getRemoteAddr(), request.getHeader("User-Agent"));
  }

  private @Nullable String refreshToken(Caller caller, @Nullable String clientId) {
    return caller.isAnonymous() ? null : refreshTokens.issue(caller, orEmpty(clientId));
  }

  private void send(
      Caller caller,
      List<String> asked,
      @Nullable String refreshToken,
      HttpServletResponse response)
      throws IOException {
    List<Scope> granted = grants.grant(caller, Scope.parseAll(asked));
    Issued issued = tokens.issue(caller, granted);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token", issued.token());
    body.put("access_token", issued.token());
    body.put("expires_in", issued.lifetime().toSeconds());
    body.put("issued_at", issued.issuedAt().toString());
    body.put("scope", granted.stream().map(Scope::toString).collect(Collectors.joining(" ")));
    if (refreshToken != null) {
      body.put("refresh_token", refreshToken);
    }
    replies.write(response, 200, body);
  }

  /** In both shapes that clients read from a token server. */
  private void refuse(HttpServletResponse response, ErrorCode code, String message)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("details", message);
    body.put("errors", List.of(Map.of("code", code.name(), "message", message)));
    replies.write(response, code.status(), body);
  }

  private static @Nullable String first(List<String> values) {
    return values.isEmpty() ? null : values.getFirst();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
