package hub.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.TokenScope;
import hub.accounts.credential.AccessTokens;
import hub.accounts.person.Profile;
import hub.accounts.person.SignUp;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What was made from a credential ends with it: the tokens of the API, and sessions. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FreshDatabase
class EndedCredentialsTests {

  private static final String PASSWORD = "quatro-gatos-no-telhado";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired SignUp signUp;
  @Autowired Accounts accounts;
  @Autowired AccessTokens accessTokens;
  @Autowired Profile profile;
  @Autowired JdbcClient jdbc;
  @Autowired JsonMapper json;
  @LocalServerPort int port;

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private Account maria;

  @BeforeEach
  void aPerson() {
    String name = "maria" + COUNT.incrementAndGet();
    maria = signUp.signUp(name, name + "@example.org", PASSWORD, "127.0.0.1");
    jdbc.sql("update account set email_confirmed_at = now() where id = ?")
        .param(maria.id())
        .update();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String bearer(String secret) {
    String body =
        send(request("/v2/auth/token")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        json.writeValueAsString(
                            Map.of("identifier", maria.name(), "secret", secret)))))
            .body();
    return "Bearer " + json.readTree(body).path("access_token").asString();
  }

  private int who(String authorization) {
    return send(request("/v2/user").header("Authorization", authorization).GET()).statusCode();
  }

  private int make(String authorization) {
    return send(request("/v2/namespaces/" + maria.name() + "/repositories")
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\":\"r" + COUNT.incrementAndGet() + "\"}")))
        .statusCode();
  }

  @Test
  void aTokenOfTheApiEndsWithTheAccessTokenItWasMadeFrom() {
    String secret = accessTokens.create(Actor.HUB, maria.id(), "ci", TokenScope.ADMIN, null);
    String bearer = bearer(secret);
    String other = bearer(PASSWORD);
    assertThat(who(bearer)).isEqualTo(200);
    assertThat(make(bearer)).isEqualTo(201);

    accessTokens.revoke(Actor.HUB, maria.id(), accessTokens.list(maria.id()).getFirst().id());

    assertThat(who(bearer)).isEqualTo(401);
    assertThat(make(bearer)).isEqualTo(401);
    assertThat(who("Bearer " + secret)).isEqualTo(401);
    assertThat(who(other)).isEqualTo(200);
  }

  @Test
  void aTokenThatMayWriteMakesARepositoryAndIsToldOfIt() {
    String bearer =
        bearer(accessTokens.create(Actor.HUB, maria.id(), "ci", TokenScope.WRITE, null));

    assertThat(make(bearer)).isEqualTo(201);
    assertThat(
            make(bearer(accessTokens.create(Actor.HUB, maria.id(), "ro", TokenScope.READ, null))))
        .isEqualTo(403);
  }

  @Test
  void whoAsksForTheMethodsIsTold() {
    HttpRequest.Builder request =
        request("/v2/user")
            .header("Authorization", bearer(PASSWORD))
            .method("OPTIONS", BodyPublishers.noBody());

    HttpResponse<String> told = send(request);

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.headers().firstValue("Allow").orElse("")).contains("GET");
  }

  @Test
  void aTokenOfTheApiEndsWithThePasswordItWasMadeFrom() {
    String secret = accessTokens.create(Actor.HUB, maria.id(), "ci", TokenScope.ADMIN, null);
    String ofToken = bearer(secret);
    String ofPassword = bearer(PASSWORD);
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((maria.name() + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    assertThat(who(ofPassword)).isEqualTo(200);
    assertThat(who(basic)).isEqualTo(200);

    profile.changePassword(maria.id(), PASSWORD, "cinco-gatos-no-telhado", "127.0.0.1");

    assertThat(who(ofPassword)).isEqualTo(401);
    assertThat(make(ofPassword)).isEqualTo(401);
    assertThat(who(basic)).isEqualTo(401);
    assertThat(who(ofToken)).isEqualTo(200);
  }

  @Test
  void anAccountThatIsSuspendedOpensNoDoor() {
    String bearer = bearer(PASSWORD);
    signInOnThePages();
    assertThat(who(bearer)).isEqualTo(200);
    assertThat(send(request("/settings/tokens").GET()).statusCode()).isEqualTo(200);

    jdbc.sql("update account set suspended_at = now() where id = ?").param(maria.id()).update();

    assertThat(who(bearer)).isEqualTo(401);
    HttpResponse<String> page = send(request("/settings/tokens").GET());
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location").orElse("")).startsWith("/login");
    assertThat(signInOnThePages().statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionIsOfOnePasswordAndOneEpoch() {
    signInOnThePages();
    assertThat(send(request("/settings/tokens").GET()).statusCode()).isEqualTo(200);

    jdbc.sql("update account set password_epoch = password_epoch + 1 where id = ?")
        .param(maria.id())
        .update();
    assertThat(send(request("/settings/tokens").GET()).statusCode()).isEqualTo(302);

    assertThat(signInOnThePages().statusCode()).isEqualTo(302);
    assertThat(send(request("/settings/tokens").GET()).statusCode()).isEqualTo(200);

    jdbc.sql("update account set epoch = epoch + 1 where id = ?").param(maria.id()).update();
    assertThat(send(request("/settings/tokens").GET()).statusCode()).isEqualTo(302);
  }

  private HttpResponse<String> signInOnThePages() {
    Matcher csrf = CSRF.matcher(send(request("/login").GET()).body());
    assertThat(csrf.find()).isTrue();
    String form =
        Map.of("username", maria.name(), "password", PASSWORD, "_csrf", csrf.group(1))
            .entrySet()
            .stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }
}
