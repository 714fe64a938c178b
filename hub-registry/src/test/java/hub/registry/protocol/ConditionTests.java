package hub.registry.protocol;

import static hub.registry.protocol.RegistryClient.OCI;
import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.protocol.RegistryClient.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who says what a tag must be until then changes nothing where it is something else. */
@RegistryTest
class ConditionTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String NONE = "\"sha256:" + "0".repeat(64) + "\"";

  @LocalServerPort int port;
  @Autowired People people;

  private RegistryClient client;
  private String manifests;
  private byte[][] images;

  @BeforeEach
  void imagesOfOneLayer() {
    String name = "cond" + COUNT.incrementAndGet();
    client = people.confirmed(name).client(port);
    manifests = "/v2/" + name + "/app/manifests/";
    images =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    client.imageOf(
                        name + "/app",
                        "{\"n\":" + n + "}",
                        "layer".getBytes(StandardCharsets.UTF_8)))
            .toArray(byte[][]::new);
  }

  private Reply put(String reference, byte[] image, String... condition) {
    String[] headers = new String[condition.length + 2];
    headers[0] = "Content-Type";
    headers[1] = OCI;
    System.arraycopy(condition, 0, headers, 2, condition.length);
    return client.put(manifests + reference, image, headers);
  }

  private static String etag(byte[] image) {
    return "\"" + Digest.sha256(image) + "\"";
  }

  private String now(String tag) {
    return client.head(manifests + tag).header("ETag");
  }

  @Test
  void aTagThatMustBeNewIsNotMoved() {
    assertThat(put("1", images[0], "If-None-Match", "*").status()).isEqualTo(201);

    Reply refused = put("1", images[1], "If-None-Match", "*");

    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.error()).isEqualTo("DENIED");
    assertThat(now("1")).isEqualTo(etag(images[0]));
    assertThat(client.head(manifests + Digest.sha256(images[1])).status())
        .as("nothing of it is kept")
        .isEqualTo(404);
    assertThat(put("1", images[1], "If-None-Match", etag(images[0])).status()).isEqualTo(412);
    assertThat(put("1", images[1], "If-None-Match", "W/" + etag(images[0])).status())
        .as("by weak comparison")
        .isEqualTo(412);
    assertThat(put("1", images[1], "If-None-Match", NONE).status()).isEqualTo(201);
  }

  @Test
  void aTagIsMovedOnlyFromWhatItMustBe() {
    assertThat(put("1", images[0], "If-Match", "*").status()).as("of nothing").isEqualTo(412);
    assertThat(put("1", images[0]).status()).isEqualTo(201);
    for (String wrong : List.of(NONE, "\"\"", "W/" + etag(images[0]), etag(images[1]))) {
      assertThat(put("1", images[1], "If-Match", wrong).status()).as(wrong).isEqualTo(412);
    }
    assertThat(now("1")).isEqualTo(etag(images[0]));

    assertThat(put("1", images[1], "If-Match", NONE + ", " + etag(images[0])).status())
        .isEqualTo(201);
    assertThat(put("1", images[2], "If-Match", NONE, "If-Match", etag(images[1])).status())
        .as("a list in two lines")
        .isEqualTo(201);
    assertThat(put("1", images[3], "If-Match", "*").status()).isEqualTo(201);
    assertThat(now("1")).isEqualTo(etag(images[3]));
  }

  @Test
  void aManifestThatMustBeNewIsNotPushedAgain() {
    String digest = Digest.sha256(images[0]).toString();
    assertThat(put(digest, images[0], "If-Match", "*").status()).isEqualTo(412);
    assertThat(put(digest, images[0], "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(put(digest, images[0], "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(put(digest, images[0], "If-Match", etag(images[0])).status()).isEqualTo(201);
  }

  @Test
  void whatIsDeletedMustBeWhatItWas() {
    assertThat(put("1", images[0]).status()).isEqualTo(201);
    assertThat(delete("1", "If-Match", etag(images[1]))).isEqualTo(412);
    assertThat(delete(Digest.sha256(images[0]).toString(), "If-Match", etag(images[1])))
        .isEqualTo(412);
    assertThat(now("1")).isEqualTo(etag(images[0]));
    assertThat(delete("none", "If-Match", "*")).isEqualTo(404);
    assertThat(delete("1", "If-Match", etag(images[0]))).isEqualTo(202);
    assertThat(delete(Digest.sha256(images[0]).toString(), "If-Match", "*")).isEqualTo(202);
  }

  private int delete(String reference, String... condition) {
    return client
        .send(
            "DELETE",
            manifests + reference,
            java.net.http.HttpRequest.BodyPublishers.noBody(),
            condition)
        .status();
  }

  @Test
  void ofManyWhoMakeATagOrMoveItFromTheSameOneSucceeds() throws Exception {
    for (int round = 0; round < 10; round++) {
      String tag = "round" + round;
      assertThat(allAtOnce(tag, "If-None-Match", "*")).containsOnlyOnce(201).hasSize(8);
      String made = now(tag);
      assertThat(allAtOnce(tag, "If-Match", made))
          .as("one moves it on; or that is the one who made it, after whom another may")
          .contains(201, 412);
      assertThat(put(tag, images[0], "If-Match", NONE).status()).isEqualTo(412);
    }
  }

  private List<Integer> allAtOnce(String tag, String... condition) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor
          .invokeAll(
              IntStream.range(0, images.length)
                  .<Callable<Integer>>mapToObj(n -> () -> put(tag, images[n], condition).status())
                  .toList())
          .stream()
          .map(Future::resultNow)
          .toList();
    }
  }
}
