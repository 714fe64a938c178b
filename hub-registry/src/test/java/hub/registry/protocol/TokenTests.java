package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.Actor;
import hub.accounts.credential.AccessTokens;
import hub.registry.access.RefreshTokens;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@RegistryTest
class TokenTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired AccessTokens accessTokens;
  @Autowired JdbcClient jdbc;
  @Autowired RefreshTokens refreshTokens;

  private Person maria;
  private RegistryClient anonymous;

  @BeforeEach
  void aPerson() {
    maria = people.confirmed("maria" + COUNT.incrementAndGet());
    anonymous = RegistryClient.anonymous(port);
  }

  private Reply postForm(String form) {
    return anonymous.send(
        "POST",
        "/token",
        BodyPublishers.ofString(form),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  @Test
  void tellsWhereTokensAreHadAndTakesThem() {
    Reply ping = anonymous.get("/v2/");
    assertThat(ping.status()).isEqualTo(401);
    assertThat(ping.error()).isEqualTo("UNAUTHORIZED");
    assertThat(ping.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"http://localhost:%d/token\",service=\"localhost:8080\""
                .formatted(port));
    assertThat(maria.client(port).get("/v2/").status()).isEqualTo(200);
    assertThat(maria.client(port).withToken().get("/v2/").status()).isEqualTo(200);
    assertThat(anonymous.withToken().get("/v2/").status()).isEqualTo(200);
    assertThat(RegistryClient.basic(port, "", "").get("/v2/").status()).isEqualTo(401);
  }

  @Test
  void refusesWrongCredentialsInTheShapesThatClientsRead() {
    for (RegistryClient client :
        new RegistryClient[] {
          RegistryClient.basic(port, maria.name(), "hubp_wrong"),
          RegistryClient.basic(port, "nobody", maria.secret()),
          new RegistryClient(port, "Basic ???"),
          new RegistryClient(port, "Digest x")
        }) {
      Reply reply = client.get("/token?service=x");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.json().path("details").asString())
          .isEqualTo("incorrect username or password");
      assertThat(reply.error()).isEqualTo("UNAUTHORIZED");
    }
  }

  @Test
  void grantsThePartThatMayBeHad() {
    String own = maria.name() + "/app";
    JsonNode token =
        maria
            .client(port)
            .get(
                "/token?scope=repository:%s:pull,push,delete&scope=repository:nobody/x:pull%%20registry:catalog:*&scope=nonsense&scope=repository:A/B:pull"
                    .formatted(own))
            .json();
    assertThat(token.path("scope").asString())
        .isEqualTo("repository:" + own + ":pull,push registry:catalog:*");
    assertThat(token.path("token").asString()).isEqualTo(token.path("access_token").asString());
    assertThat(token.path("expires_in").asInt()).isEqualTo(300);
    assertThat(token.path("issued_at").asString()).matches("20..-..-..T..:..:..Z");
    assertThat(token.has("refresh_token")).isFalse();
  }

  @Test
  void refusesTokensThatWereForgedOrChanged() {
    String token =
        maria.client(port).get("/token?scope=registry:catalog:*").json().path("token").asString();
    String[] parts = token.split("\\.");
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String richer =
        encoder.encodeToString(
            claims
                .replace("\"site_admin\":false", "\"site_admin\":true")
                .getBytes(StandardCharsets.UTF_8));
    String none = encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(richer).isNotEqualTo(parts[1]);
    for (String forged :
        new String[] {
          "x",
          "a.b.c",
          parts[0] + "." + richer + "." + parts[2],
          none + "." + richer + ".",
          none + "." + parts[1] + "." + parts[2],
          token + "x",
          "x".repeat(20_000)
        }) {
      Reply reply = RegistryClient.bearer(port, forged).get("/v2/");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
    assertThat(RegistryClient.bearer(port, token).get("/v2/").status()).isEqualTo(200);
  }

  @Test
  void givesRefreshTokensThatEndWithWhatTheyWereMadeFrom() {
    JsonNode first =
        maria.client(port).get("/token?offline_token=true&client_id=docker&account=x").json();
    String refresh = first.path("refresh_token").asString();
    assertThat(refresh).isNotEmpty();

    Reply renewed = postForm("grant_type=refresh_token&service=x&refresh_token=" + refresh);
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(
            RegistryClient.bearer(port, renewed.json().path("access_token").asString())
                .get("/v2/")
                .status())
        .isEqualTo(200);

    refreshTokens.sweep();
    assertThat(kept()).isEqualTo(1);

    accessTokens.revoke(Actor.HUB, maria.id(), accessTokens.list(maria.id()).getFirst().id());
    Reply refused = postForm("grant_type=refresh_token&refresh_token=" + refresh);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(postForm("grant_type=refresh_token&refresh_token=hubr_x").status()).isEqualTo(401);
    refreshTokens.sweep();
    assertThat(kept()).isZero();
  }

  @Test
  void takesFormsOfPasswordAndRefusesOthers() {
    Reply reply =
        postForm(
            "grant_type=password&username=%s&password=%s&access_type=offline&scope=repository:%s/app:pull,push"
                .formatted(maria.name(), maria.secret(), maria.name()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("refresh_token").asString()).startsWith("hubr_");
    assertThat(reply.json().path("scope").asString()).contains("pull,push");
    assertThat(postForm("grant_type=password&username=a&password=b").status()).isEqualTo(401);
    assertThat(postForm("grant_type=magic").status()).isEqualTo(400);
    assertThat(postForm("x=" + "y".repeat(100_000)).status()).isEqualTo(413);
    assertThat(anonymous.delete("/token").status()).isEqualTo(405);
  }

  @Test
  void refusesParametersThatAreNoText() {
    assertThat(maria.client(port).get("/token?offline_token=true&client_id=%00").status())
        .isEqualTo(400);
    assertThat(postForm("grant_type=password&username=%00&password=b").status()).isEqualTo(400);
    assertThat(postForm("grant_type=refresh_token&refresh_token=hubr_%00").status()).isEqualTo(400);
  }

  @Test
  void endsRefreshTokensMadeFromAPasswordWhenThatChanges() {
    String refresh =
        maria.client(port).get("/token?offline_token=true").json().path("refresh_token").asString();
    jdbc.sql(
            """
            update refresh_token r
            set access_token_id = null,
                password_mark = sha256(convert_to(a.password_hash, 'UTF8'))
            from account a where a.id = r.account_id and a.id = ?
            """)
        .param(maria.id())
        .update();
    String form = "grant_type=refresh_token&refresh_token=" + refresh;
    assertThat(postForm(form).status()).isEqualTo(200);
    jdbc.sql("update account set password_hash = 'another' where id = ?")
        .param(maria.id())
        .update();
    assertThat(postForm(form).status()).isEqualTo(401);

    assertThat(kept()).isEqualTo(1);
    refreshTokens.sweep();
    assertThat(kept()).isZero();
  }

  private String login() {
    return maria
        .client(port)
        .get("/token?offline_token=true&client_id=docker")
        .json()
        .path("refresh_token")
        .asString();
  }

  private Reply refresh(String token) {
    return postForm("grant_type=refresh_token&service=x&refresh_token=" + token);
  }

  @Test
  void oneLoginDoesForManyRunsAndMachinesAtOnce() {
    String login = login();
    for (int run = 0; run < 5; run++) {
      Reply reply = refresh(login);
      assertThat(reply.status()).isEqualTo(200);
      // what a client goes on with for the rest of its run
      assertThat(reply.json().path("refresh_token").asString()).isEqualTo(login);
    }
    assertThat(kept()).isEqualTo(1);
  }

  /** As a node of the version before has it: it makes a successor and marks what came before. */
  private void successor(String first, String successor, String of) {
    jdbc.sql(
            """
            insert into refresh_token
              (secret_hash, account_id, access_token_id, client_id, expires_at, account_epoch,
               credential_epoch, root, predecessor)
            select sha256(:successor), account_id, access_token_id, client_id, expires_at,
                   account_epoch, credential_epoch, sha256(:first), secret_hash
            from refresh_token where secret_hash = sha256(:of)
            """)
        .param("successor", bytes(successor))
        .param("first", bytes(first))
        .param("of", bytes(of))
        .update();
    jdbc.sql(
            "update refresh_token set superseded_at = now() - interval '60 days' where secret_hash = sha256(?)")
        .param(bytes(of))
        .update();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void successorsOfTheVersionBeforeStayGoodAndSoDoesTheFirstOfTheirs() {
    String first = login();
    successor(first, "hubr_second", first);
    successor(first, "hubr_third", "hubr_second");

    refreshTokens.sweep();
    for (String token : new String[] {first, "hubr_second", "hubr_third", first}) {
      assertThat(refresh(token).status()).isEqualTo(200);
    }
    // by which a node of that version would know a thief
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from refresh_token
                    where account_id = ? and superseded_at is not null
                    """)
                .param(maria.id())
                .query(Integer.class)
                .single())
        .isZero();

    accessTokens.revoke(Actor.HUB, maria.id(), accessTokens.list(maria.id()).getFirst().id());
    for (String token : new String[] {first, "hubr_second", "hubr_third"}) {
      assertThat(refresh(token).status()).isEqualTo(401);
    }
  }

  /** As if the tokens had been made, and last used, so many days ago. */
  private void daysPass(int days) {
    jdbc.sql(
            """
            update refresh_token
            set expires_at = expires_at - make_interval(days => :days),
                last_used_at = last_used_at - make_interval(days => :days)
            where account_id = :account
            """)
        .param("days", days)
        .param("account", maria.id())
        .update();
  }

  @Test
  void aLoginThatIsUsedNeverEndsAndOneThatIsNotAfterHalfAYear() {
    String used = login();
    String forgotten = login();
    successor(used, "hubr_later", used);
    for (int months = 0; months < 9; months++) {
      // the one that came from it is used, and it cannot be without its first
      assertThat(refresh("hubr_later").status()).isEqualTo(200);
      daysPass(30);
      refreshTokens.sweep();
    }

    assertThat(refresh(used).status()).isEqualTo(200);
    assertThat(refresh(forgotten).status()).isEqualTo(401);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void refusesARevokedAccessTokenAtOnceWhereItComesWithEachRequest() {
    assertThat(maria.client(port).get("/v2/").status()).isEqualTo(200);

    accessTokens.revoke(Actor.HUB, maria.id(), accessTokens.list(maria.id()).getFirst().id());

    assertThat(maria.client(port).get("/v2/").status()).isEqualTo(401);
    assertThat(maria.client(port).get("/token?service=x").status()).isEqualTo(401);
  }

  @Test
  void readsScopesThatAreRepeatedAndScopesThatAreJoined() {
    String one = "repository:" + maria.name() + "/one:pull";
    String two = "repository:" + maria.name() + "/two:pull,push";
    assertThat(
            maria
                .client(port)
                .get("/token?scope=" + one + "&scope=" + two)
                .json()
                .path("scope")
                .asString())
        .isEqualTo(one + " " + two);
    for (String joint : new String[] {"+", "%20", "&scope="}) {
      assertThat(
              postForm(
                      "grant_type=password&username=%s&password=%s&scope=%s%s%s"
                          .formatted(maria.name(), maria.secret(), one, joint, two))
                  .json()
                  .path("scope")
                  .asString())
          .isEqualTo(one + " " + two);
    }
  }

  @Test
  void tellsThoseWhoTryTooOftenWhenToComeBack() {
    // another one each time: the same one is one guess
    RegistryClient guesser = RegistryClient.basic(port, maria.name(), "wrong password");
    Reply reply = guesser.get("/token?service=x");
    for (int tries = 0; tries < 100 && reply.status() == 401; tries++) {
      guesser = RegistryClient.basic(port, maria.name(), "wrong password " + tries);
      reply = guesser.get("/token?service=x");
    }
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.error()).isEqualTo("TOOMANYREQUESTS");
    assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
    Reply door = guesser.get("/v2/");
    assertThat(door.status()).isEqualTo(429);
    assertThat(door.header("Retry-After")).matches("[1-9][0-9]*");
  }

  private int kept() {
    return jdbc.sql("select count(*) from refresh_token where account_id = ?")
        .param(maria.id())
        .query(Integer.class)
        .single();
  }
}
