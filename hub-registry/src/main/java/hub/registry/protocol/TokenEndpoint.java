package hub.registry.protocol;

import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.accounts.limit.TooManyAttempts;
import hub.registry.access.Authentication;
import hub.registry.access.Authentication.NameAndSecret;
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
import java.util.Optional;
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

  private final Authentication authentication;
  private final SignIns credentials;
  private final RegistryTokens tokens;
  private final RefreshTokens refreshTokens;
  private final Grants grants;
  private final Replies replies;

  TokenEndpoint(
      Authentication authentication,
      SignIns credentials,
      RegistryTokens tokens,
      RefreshTokens refreshTokens,
      Grants grants,
      Replies replies) {
    this.authentication = authentication;
    this.credentials = credentials;
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
    Optional<NameAndSecret> pair = Authentication.basic(request.getHeader("Authorization"));
    Caller caller = Caller.anonymous();
    String refreshToken = null;
    if (pair.isPresent()) {
      boolean offline = "true".equals(first(RegistryRequest.queryAll(query, "offline_token")));
      caller = signIn(pair.get(), offline, request);
      if (offline) {
        refreshToken =
            refreshToken(caller, pair.get(), first(RegistryRequest.queryAll(query, "client_id")));
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
        Caller caller = signIn(pair, offline, request);
        String clientId = first(RegistryRequest.queryAll(form, "client_id"));
        send(caller, scopes, offline ? refreshToken(caller, pair, clientId) : null, response);
      }
      case "refresh_token" -> {
        String token = orEmpty(first(RegistryRequest.queryAll(form, "refresh_token")));
        RefreshTokens.Redeemed redeemed = refreshTokens.redeem(token);
        send(redeemed.caller(), scopes, redeemed.successor(), response);
      }
      default ->
          throw new RegistryFailure(
              ErrorCode.UNSUPPORTED, 400, "grant_type must be password or refresh_token", null);
    }
  }

  /**
   * By the password of half a minute ago too, but not for what lives longer than that.
   *
   * @param forLong whether a refresh token follows, which lives as long as the password
   */
  private Caller signIn(NameAndSecret pair, boolean forLong, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    return forLong
        ? credentials.signIn(pair.name(), pair.secret(), address)
        : authentication.signIn(pair, address);
  }

  private @Nullable String refreshToken(
      Caller caller, NameAndSecret pair, @Nullable String clientId) {
    Long id = caller.accountId();
    return id == null ? null : refreshTokens.issue(id, pair.secret(), orEmpty(clientId));
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
