package hub.registry.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.manifest.PullCounts;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Pulls are limited where the operator says so, and clients are told as Docker Hub tells them. */
@RegistryTest
@TestPropertySource(properties = {"hub.pull-limit=3", "hub.pull-limit-anonymous=2"})
class PullLimitTests {

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired PullCounts counts;

  /** Since all was pushed: what its pusher reads is a pull then. */
  private void aMinutePasses() {
    for (String table : List.of("manifest", "tag")) {
      jdbc.sql("update " + table + " set pushed_at = pushed_at - interval '61 seconds'").update();
    }
  }

  /** How many pulls a repository had, by its own figure. */
  private long pulls(String namespace) {
    counts.flush();
    return jdbc.sql(
            """
            select coalesce(max(a.pulls), 0) from repository_activity a
            join repository r on r.id = a.repository_id join account n on n.id = r.namespace_id
            where n.name = ?
            """)
        .param(namespace)
        .query(Long.class)
        .single();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static Reply put(RegistryClient client, String path, String type, String manifest) {
    Reply reply = client.put(path, utf8(manifest), "Content-Type", type);
    assertThat(reply.status()).isEqualTo(201);
    return reply;
  }

  @Test
  void whatThePusherReadsBackIsNoPullAndWhatOthersReadIs() {
    Person elsa = people.confirmed("elsapulls");
    Person otto = people.confirmed("ottopulls");
    RegistryClient client = elsa.client(port);
    String repository = "elsapulls/app";
    byte[] chart = client.imageOf(repository, "{}", utf8("chart"));
    String manifests = "/v2/" + repository + "/manifests/";
    // as helm does: by digest, back, by tag
    put(client, manifests + Digest.sha256(chart), RegistryClient.OCI, new String(chart, UTF_8));
    Reply back = client.get(manifests + Digest.sha256(chart));
    put(client, manifests + "1.0.0", RegistryClient.OCI, new String(chart, UTF_8));
    assertThat(client.get(manifests + "1.0.0").status()).isEqualTo(200);

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.header("ratelimit-remaining")).as("nothing is taken").isEmpty();
    assertThat(pulls("elsapulls")).isZero();
    assertThat(otto.client(port).get(manifests + "1.0.0").header("ratelimit-remaining"))
        .startsWith("2;");
    assertThat(pulls("elsapulls")).isEqualTo(1);
    aMinutePasses();
    assertThat(client.get(manifests + "1.0.0").header("ratelimit-remaining")).startsWith("2;");
    assertThat(pulls("elsapulls")).isEqualTo(2);
  }

  @Test
  void whatVerifiesAnImageIsNoPull() {
    Person vera = people.confirmed("verapulls");
    RegistryClient client = vera.client(port);
    String repository = "verapulls/app";
    String manifests = "/v2/" + repository + "/manifests/";
    Digest image = client.pushImage(repository, "1", utf8("layer"));
    client.pushBlob(repository, utf8("{}"));
    String signature =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[],%%s\"annotations\":{\"n\":\"%%s\"}}"
            .formatted(
                RegistryClient.OCI,
                RegistryClient.descriptor(
                    "application/vnd.oci.empty.v1+json", Digest.sha256(utf8("{}")), 2));
    String about =
        signature.formatted(
            "\"subject\":" + RegistryClient.descriptor(RegistryClient.OCI, image, 7) + ",", "1");
    Digest attached = Digest.sha256(utf8(about));
    put(client, manifests + attached, RegistryClient.OCI, about);
    // as BuildKit attested before it named a subject
    Digest attested =
        client.pushImage(
            repository, "of-no-platform", "{\"os\":\"unknown\",\"architecture\":\"unknown\"}");
    // as cosign signs where a registry lists no referrers
    String tag = image.toString().replace(':', '-');
    put(client, manifests + tag + ".sig", RegistryClient.OCI, signature.formatted("", "2"));
    put(client, manifests + "plain", RegistryClient.OCI, signature.formatted("", "3"));
    aMinutePasses();

    for (String read : List.of(attached.toString(), attested.toString(), tag + ".sig")) {
      for (int verified = 0; verified < 5; verified++) {
        Reply reply = client.get(manifests + read);
        assertThat(reply.status()).as(read).isEqualTo(200);
        assertThat(reply.header("ratelimit-remaining")).isEmpty();
      }
    }
    assertThat(pulls("verapulls")).isZero();
    assertThat(client.get(manifests + "plain").header("ratelimit-remaining")).startsWith("2;");
    assertThat(client.get(manifests + "1").header("ratelimit-remaining")).startsWith("1;");
    assertThat(pulls("verapulls")).isEqualTo(2);
  }

  @Test
  void oneTooManyIsToldToWaitAndAQuestionIsFree() {
    Person maria = people.confirmed("mariapulls");
    String path = "/v2/mariapulls/app/manifests/1";
    RegistryClient client = maria.client(port);
    client.pushImage("mariapulls/app", "1", new byte[] {1});
    aMinutePasses();

    Reply asked = client.head(path);
    assertThat(asked.header("ratelimit-limit")).isEqualTo("3;w=21600");
    assertThat(asked.header("ratelimit-remaining")).isEqualTo("3;w=21600");
    assertThat(asked.header("docker-ratelimit-source")).isEqualTo("mariapulls");
    for (int left = 2; left >= 0; left--) {
      Reply pulled = client.get(path);
      assertThat(pulled.status()).isEqualTo(200);
      assertThat(pulled.header("ratelimit-remaining")).isEqualTo(left + ";w=21600");
    }
    Reply refused = client.get(path);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error()).isEqualTo("TOOMANYREQUESTS");
    assertThat(refused.message()).startsWith("You have reached your pull rate limit");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 7201);
    assertThat(client.head(path).status()).isEqualTo(200);

    RegistryClient silent = RegistryClient.anonymous(port);
    Reply challenge = silent.get(path);
    assertThat(challenge.status()).as("perhaps it has an account").isEqualTo(401);
    assertThat(challenge.header("WWW-Authenticate"))
        .contains("scope=\"repository:mariapulls/app:pull\"");
    RegistryClient stranger = silent.withToken("repository:mariapulls/app:pull");
    assertThat(stranger.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).message()).contains("docker login");
  }

  @Test
  void theImagesOfAnIndexArePartOfItsPull() {
    Person ana = people.confirmed("anapulls");
    RegistryClient client = ana.client(port);
    byte[] image = client.imageOf("anapulls/app", "{}", new byte[] {2});
    Digest digest = Digest.sha256(image);
    client.put("/v2/anapulls/app/manifests/" + digest, image, "Content-Type", RegistryClient.OCI);
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(
                RegistryClient.OCI_INDEX,
                RegistryClient.descriptor(RegistryClient.OCI, digest, image.length));
    client.put(
        "/v2/anapulls/app/manifests/1",
        index.getBytes(UTF_8),
        "Content-Type",
        RegistryClient.OCI_INDEX);
    aMinutePasses();

    for (int pull = 0; pull < 3; pull++) {
      assertThat(client.get("/v2/anapulls/app/manifests/1").status()).isEqualTo(200);
      assertThat(client.get("/v2/anapulls/app/manifests/" + digest).status()).isEqualTo(200);
    }
    assertThat(client.get("/v2/anapulls/app/manifests/1").status()).isEqualTo(429);
  }
}
