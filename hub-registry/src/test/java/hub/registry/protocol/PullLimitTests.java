package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Pulls are limited where the operator says so, and clients are told as Docker Hub tells them. */
@RegistryTest
@TestPropertySource(properties = {"hub.pull-limit=3", "hub.pull-limit-anonymous=2"})
class PullLimitTests {

  @LocalServerPort int port;
  @Autowired People people;

  @Test
  void oneTooManyIsToldToWaitAndAQuestionIsFree() {
    Person maria = people.confirmed("mariapulls");
    String path = "/v2/mariapulls/app/manifests/1";
    RegistryClient client = maria.client(port);
    client.pushImage("mariapulls/app", "1", new byte[] {1});

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
        index.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        RegistryClient.OCI_INDEX);

    for (int pull = 0; pull < 3; pull++) {
      assertThat(client.get("/v2/anapulls/app/manifests/1").status()).isEqualTo(200);
      assertThat(client.get("/v2/anapulls/app/manifests/" + digest).status()).isEqualTo(200);
    }
    assertThat(client.get("/v2/anapulls/app/manifests/1").status()).isEqualTo(429);
  }
}
