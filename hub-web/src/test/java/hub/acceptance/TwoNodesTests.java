package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.HubProcess;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many writers of one tag and one blob, each request on another node: every push is acknowledged,
 * and the tag's history is one line, in which each change begins where the one before it ended.
 */
@Tag("long")
class TwoNodesTests {

  private static final int WRITERS = 32;
  private static final int ROUNDS = 5;
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void writersOfOneTagAndOneBlobOnTwoNodesLeaveALinearHistory() throws Exception {
    try (var first =
            HubProcess.onTestDatabase("hub-node-1")
                .with("HUB_ADMIN_USERNAME", Site.ADMIN)
                .with("HUB_ADMIN_EMAIL", "operator@example.com")
                .with("HUB_ADMIN_PASSWORD", Site.PASSWORD)
                .start();
        var second = first.node("hub-node-2").start()) {
      var nodes = List.of(first.url(), second.url());
      new Writer(nodes, 0).pushes(CONFIG);

      var refusals = new ArrayList<String>();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var writers = new ArrayList<Callable<List<String>>>();
        for (int i = 0; i < WRITERS; i++) {
          writers.add(new Writer(nodes, i)::works);
        }
        for (Future<List<String>> done : executor.invokeAll(writers)) {
          refusals.addAll(done.get());
        }
      }
      assertThat(refusals).isEmpty();

      String last = assertLinear(history(first));
      for (String node : nodes) {
        var tagged = new Script(node).bearer(new Writer(nodes, 0).token).get(manifest("latest"));
        assertThat(tagged.headers().firstValue("Docker-Content-Digest")).hasValue("sha256:" + last);
      }
      assertThat(count(first, "select count(*) from blob"))
          .as("each round's blob was sent by all writers and is kept once, beside the config")
          .isEqualTo(ROUNDS + 1);
      assertThat(count(first, "select count(*) from manifest")).isEqualTo(WRITERS * ROUNDS);
    }
  }

  /** The digest that the tag ends with, in hexadecimal. */
  private static String assertLinear(List<Change> history) {
    assertThat(history).hasSize(WRITERS * ROUNDS);
    String now = null;
    for (Change change : history) {
      assertThat(change.before()).isEqualTo(now);
      now = change.after();
    }
    assertThat(history.stream().map(Change::after)).doesNotHaveDuplicates();
    assertThat(now).isNotNull();
    return String.valueOf(now);
  }

  private static List<Change> history(HubProcess hub) throws SQLException {
    try (var connection = hub.database();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select old_digest, new_digest from tag_event where name = 'latest' order by id")) {
      var changes = new ArrayList<Change>();
      while (rows.next()) {
        changes.add(new Change(hex(rows.getBytes(1)), hex(rows.getBytes(2))));
      }
      return changes;
    }
  }

  private static int count(HubProcess hub, String sql) throws SQLException {
    try (var connection = hub.database();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  /** A digest is kept as a byte for its algorithm, and its own bytes. */
  private static @Nullable String hex(byte @Nullable [] digest) {
    return digest == null ? null : HexFormat.of().formatHex(digest, 1, digest.length);
  }

  private static String manifest(String reference) {
    return "/v2/" + Site.ADMIN + "/tea/manifests/" + reference;
  }

  /** One change of a tag: what it named before, and after. */
  private record Change(@Nullable String before, @Nullable String after) {}

  /** Someone who pushes images, and asks another node each time. */
  private static final class Writer {

    final String token;
    private final List<Script> nodes = new ArrayList<>();
    private final int number;
    private final List<String> refusals = new ArrayList<>();
    private int turn;

    Writer(List<String> urls, int number) {
      this.number = number;
      this.turn = number;
      this.token =
          new Script(urls.getFirst())
              .token(Site.ADMIN, Site.PASSWORD, "repository:" + Site.ADMIN + "/tea:pull,push")
              .bearer();
      urls.forEach(url -> nodes.add(new Script(url).bearer(token)));
    }

    /** Pushes an image of its own with a layer that everyone pushes, once a round. */
    List<String> works() {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] layer = ("the layer of round " + round + "\n").repeat(4000).getBytes();
        pushes(layer);
        String image =
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],\
            "annotations":{"writer":"%d","round":"%d"}}"""
                .formatted(MANIFEST, descriptor(CONFIG), descriptor(layer), number, round);
        asks(201, "PUT", manifest("latest"), MANIFEST, image.getBytes(StandardCharsets.UTF_8));
      }
      return refusals;
    }

    /** Sends a blob in two pieces and closes the upload, with a request each. */
    void pushes(byte[] blob) {
      String bytes = "application/octet-stream";
      var upload = asks(202, "POST", "/v2/" + Site.ADMIN + "/tea/blobs/uploads/", "", new byte[0]);
      int half = blob.length / 2;
      var grown = asks(202, "PATCH", location(upload), bytes, Arrays.copyOf(blob, half));
      asks(
          201,
          "PUT",
          location(grown) + "?digest=" + Pusher.digest(blob),
          bytes,
          Arrays.copyOfRange(blob, half, blob.length));
    }

    private HttpResponse<String> asks(
        int expected, String method, String path, String type, byte[] body) {
      var response =
          nodes
              .get(turn++ % nodes.size())
              .send(method, path, type, BodyPublishers.ofByteArray(body));
      if (response.statusCode() != expected) {
        refusals.add(method + " " + path + ": " + response.statusCode() + " " + response.body());
      }
      return response;
    }

    private static String location(HttpResponse<String> response) {
      return response
          .headers()
          .firstValue("Location")
          .map(location -> URI.create(location).getRawPath())
          .orElse("/no-location-in-the-answer-before");
    }

    private static String descriptor(byte[] blob) {
      return """
          {"mediaType":"application/octet-stream","digest":"%s","size":%d}"""
          .formatted(Pusher.digest(blob), blob.length);
    }
  }
}
