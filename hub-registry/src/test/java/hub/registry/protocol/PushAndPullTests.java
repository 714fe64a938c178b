package hub.registry.protocol;

import static hub.registry.protocol.RegistryClient.OCI;
import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@RegistryTest
class PushAndPullTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  private Person maria;
  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    maria = people.confirmed("maria" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port).withToken("repository:" + repository + ":pull,push,delete");
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givesBackWhatWasPushedByteForByte() {
    byte[] layer = bytes(300_000, 1);
    Digest digest = client.pushImage(repository, "1.0", layer);

    Reply byTag = RegistryClient.anonymous(port).get("/v2/" + repository + "/manifests/1.0");
    assertThat(byTag.status()).isEqualTo(200);
    assertThat(byTag.header("Content-Type")).isEqualTo(OCI);
    assertThat(byTag.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(Digest.sha256(byTag.body())).isEqualTo(digest);
    assertThat(client.get("/v2/" + repository + "/manifests/" + digest).body())
        .isEqualTo(byTag.body());

    Reply blob = client.get("/v2/" + repository + "/blobs/" + Digest.sha256(layer));
    assertThat(blob.status()).isEqualTo(200);
    assertThat(blob.body()).isEqualTo(layer);
    assertThat(
            client
                .head("/v2/" + repository + "/blobs/" + Digest.sha256(layer))
                .header("Content-Length"))
        .isEqualTo("300000");
  }
}
