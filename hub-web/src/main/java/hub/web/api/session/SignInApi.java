package hub.web.api.session;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.SignedIn;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.credential.SignIns;
import hub.web.api.Access;
import hub.web.api.ApiTokens;
import hub.web.api.MissingField;
import hub.web.api.Needs;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives a short-lived token for a name and a password or access token. */
@RestController
class SignInApi {

  /** What Docker Hub documents. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  /** Clients of the older way sign in once a run, and a run of Terraform takes its time. */
  private static final Duration LOGIN_LIFE = Duration.ofHours(1);

  private final SignIns signIns;
  private final ApiTokens tokens;
  private final ApplicationEventPublisher events;

  SignInApi(SignIns signIns, ApiTokens tokens, ApplicationEventPublisher events) {
    this.events = events;
    this.signIns = signIns;
    this.tokens = tokens;
  }

  record Login(@Nullable String username, @Nullable String password) {}

  record TokenRequest(@Nullable String identifier, @Nullable String secret) {}

  @PostMapping("/v2/users/login")
  @Needs(Access.NOTHING)
  Map<String, String> login(@RequestBody Login login, HttpServletRequest request) {
    Caller caller =
        signedIn(
            new NameAndSecret(
                present("username", login.username()), present("password", login.password())),
            origin(request));
    return Map.of("token", tokens.issue(caller, LOGIN_LIFE));
  }

  @PostMapping("/v2/auth/token")
  @Needs(Access.NOTHING)
  Map<String, String> token(@RequestBody TokenRequest asked, HttpServletRequest request) {
    Caller caller =
        signedIn(
            new NameAndSecret(
                present("identifier", asked.identifier()), present("secret", asked.secret())),
            origin(request));
    return Map.of("access_token", tokens.issue(caller, TOKEN_LIFE));
  }

  private Caller signedIn(NameAndSecret pair, Origin origin) {
    Caller caller = signIns.signIn(pair, origin);
    if (caller.account() != null) {
      events.publishEvent(new SignedIn(caller.account().id(), "api", caller.actor()));
    }
    return caller;
  }

  private static Origin origin(HttpServletRequest request) {
    return Origin.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
  }

  private static String present(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new MissingField(field);
    }
    return value;
  }
}
