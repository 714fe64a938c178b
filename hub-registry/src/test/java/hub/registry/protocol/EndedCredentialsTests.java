package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.Actor;
import hub.accounts.credential.AccessTokens;
import hub.registry.protocol.People.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was made from a credential ends with it, at every door of the registry and at once. */
@RegistryTest
class EndedCredentialsTests {

  private static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);
  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired AccessTokens accessTokens;
  @Autowired JdbcClient jdbc;

  private Person maria;
  private String repository;
  private RegistryClient owner;

  // Each was brought once already, so that it is known and remembered.
  private RegistryClient basic;
  private RegistryClient bearer;
  private RegistryClient catalog;

  @BeforeEach
  void whatWasMadeFromAnAccessToken() {
    maria = people.confirmed("maria" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    owner = people.with(maria, hub.accounts.TokenScope.ADMIN).client(port);
    owner.pushImage(repository, "1", LAYER);
    jdbc.sql("update repository set visibility = 'private' where namespace_id = ?")
        .param(maria.id())
        .update();
    basic = maria.client(port);
    bearer = maria.client(port).withToken("repository:" + repository + ":pull,push");
    catalog = maria.client(port).withToken("registry:catalog:*");
    assertThat(statuses(basic)).containsOnly(200);
    assertThat(statuses(bearer)).containsOnly(200);
    assertThat(catalog.get("/v2/_catalog").status()).isEqualTo(200);
  }

  private List<Integer> statuses(RegistryClient client) {
    return List.of(
        client.get("/v2/").status(),
        client.get("/v2/" + repository + "/manifests/1").status(),
        client.get("/v2/" + repository + "/tags/list").status());
  }

  private void assertAllEnded() {
    for (RegistryClient client : List.of(basic, bearer, catalog)) {
      assertThat(statuses(client)).containsOnly(401);
      assertThat(client.get("/v2/_catalog").status()).isEqualTo(401);
    }
    assertThat(bearer.get("/v2/").header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    assertThat(maria.client(port).get("/token?scope=repository:" + repository + ":pull").status())
        .isEqualTo(401);
  }

  @Test
  void anAccessTokenThatIsRevokedEndsWhatWasMadeFromItAndNothingElse() {
    List<hub.accounts.credential.AccessToken> tokens = accessTokens.list(maria.id());
    accessTokens.revoke(Actor.HUB, maria.id(), tokens.getLast().id());

    assertAllEnded();
    assertThat(statuses(owner)).containsOnly(200);
  }

  @Test
  void anAccessTokenThatExpires() {
    jdbc.sql(
            """
            update access_token set expires_at = now() - interval '1 second'
            where id = (select id from access_token where account_id = ? order by id limit 1)
            """)
        .param(maria.id())
        .update();

    assertAllEnded();
    assertThat(statuses(owner)).containsOnly(200);
  }

  @Test
  void anAccessTokenThatReachesLessFarEndsWhatWasMadeFromItBefore() {
    jdbc.sql("update access_token set epoch = epoch + 1 where account_id = ?")
        .param(maria.id())
        .update();

    assertThat(statuses(bearer)).containsOnly(401);
    // the token itself is good: it is only what was made from it that is of another age
    assertThat(statuses(maria.client(port))).containsOnly(200);
  }

  @Test
  void anAccountThatIsSuspendedUntilItIsRestored() {
    jdbc.sql("update account set suspended_at = now() where id = ?").param(maria.id()).update();

    assertAllEnded();
    assertThat(statuses(owner)).containsOnly(401);

    jdbc.sql("update account set suspended_at = null where id = ?").param(maria.id()).update();

    assertThat(statuses(owner)).containsOnly(200);
  }

  @Test
  void aNewPasswordEndsNoAccessToken() {
    jdbc.sql("update account set password_epoch = password_epoch + 1 where id = ?")
        .param(maria.id())
        .update();

    assertThat(statuses(basic)).containsOnly(200);
  }

  @Test
  void aRefreshTokenOfAnEarlierEpoch() {
    String form =
        "grant_type=password&access_type=offline&client_id=docker&service=x&username="
            + maria.name()
            + "&password="
            + maria.secret();
    String refresh = post(form).json().path("refresh_token").asString();
    String again = "grant_type=refresh_token&service=x&refresh_token=" + refresh;
    assertThat(post(again).status()).isEqualTo(200);

    jdbc.sql("update account set epoch = epoch + 1 where id = ?").param(maria.id()).update();

    assertThat(post(again).status()).isEqualTo(401);
  }

  private RegistryClient.Reply post(String form) {
    return RegistryClient.anonymous(port)
        .send(
            "POST",
            "/token",
            BodyPublishers.ofString(form),
            "Content-Type",
            "application/x-www-form-urlencoded");
  }
}
