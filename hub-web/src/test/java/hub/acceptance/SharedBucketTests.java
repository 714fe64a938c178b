package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.HubProcess;
import hubtesting.TestDatabase;
import hubtesting.VersityGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes over one PostgreSQL and one bucket are one hub: any goes on where any has been. */
@Tag("long")
class SharedBucketTests {

  private static final int MIB = 1024 * 1024;
  private static final String PASSWORD = "correct horse battery staple";
  private static final String BUCKET = "hub-" + UUID.randomUUID();

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .build();

  private static String database;

  /** Sends who pulls to the bucket. */
  private static HubProcess first;

  /** Sends everybody's bytes itself. */
  private static HubProcess second;

  @BeforeAll
  static void start() {
    VersityGateway.get().makeBucket(BUCKET);
    database = TestDatabase.fresh();
    first = node("hub-node-1", database).start();
    second = node("hub-node-2", database).with("HUB_S3_REDIRECT_EXCEPT", "127.0.0.0/8,::1").start();
  }

  private static HubProcess node(String name, String database) {
    return HubProcess.onTestDatabase(name)
        .with("HUB_DB_URL", database)
        .with("HUB_STORAGE", "s3")
        .with("HUB_S3_ENDPOINT", VersityGateway.get().endpoint().toString())
        .with("HUB_S3_BUCKET", BUCKET)
        .with("HUB_S3_ACCESS_KEY", VersityGateway.ACCESS_KEY)
        .with("HUB_S3_SECRET_KEY", VersityGateway.SECRET_KEY)
        .with("HUB_ADMIN_USERNAME", "opsadmin")
        .with("HUB_ADMIN_EMAIL", "ops@hub.local")
        .with("HUB_ADMIN_PASSWORD", PASSWORD);
  }

  @AfterAll
  static void stop() {
    // Where the bucket's program is missing, the test was skipped before these were started.
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
  }

  @Test
  void takeThePartsOfOneUploadInTurn() throws Exception {
    byte[] layer = layer(1, 20 * MIB);

    String upload = begin(first);
    int start = 0;
    HubProcess turn = first;
    for (int size : new int[] {6 * MIB, 7 * MIB, 100, 3 * MIB}) {
      assertThat(patch(turn, upload, layer, start, size).statusCode()).isEqualTo(202);
      turn = turn == first ? second : first;
      start += size;
    }
    var last = put(first, upload, digest(layer), Arrays.copyOfRange(layer, start, layer.length));

    assertThat(last.statusCode()).isEqualTo(201);
    assertThat(pulled(first, layer)).isEqualTo(layer);
    assertThat(pulled(second, layer)).isEqualTo(layer);
  }

  @Test
  void finishWhatTheOtherHasTakenIn() throws Exception {
    byte[] layer = layer(2, 9 * MIB + 5);

    String upload = begin(first);
    assertThat(patch(first, upload, layer, 0, layer.length).statusCode()).isEqualTo(202);
    var last = put(second, upload, digest(layer), new byte[0]);

    assertThat(last.statusCode()).isEqualTo(201);
    assertThat(pulled(first, layer)).isEqualTo(layer);
  }

  @Test
  void refuseWhatIsNotWhatItsDigestSays() throws Exception {
    byte[] layer = layer(3, MIB);

    String upload = begin(first);
    assertThat(patch(first, upload, layer, 0, layer.length).statusCode()).isEqualTo(202);
    var last = put(second, upload, digest(layer(4, MIB)), new byte[0]);

    assertThat(last.statusCode()).isEqualTo(400);
    assertThat(get(first, layer(4, MIB), null).statusCode()).isEqualTo(404);
  }

  @Test
  void letOnlyOneWriteToAnUpload() throws Exception {
    byte[] layer = layer(5, MIB);
    String upload = begin(first);
    URI address = URI.create(first.url());
    try (var client = new Socket(address.getHost(), address.getPort())) {
      beginsToSend(client, upload, layer);
      await().until(() -> hasWriter(upload));

      assertThat(patch(second, upload, layer, 0, 10).statusCode()).isEqualTo(416);
      client.getOutputStream().write(layer, 1000, layer.length - 1000);
      client.getOutputStream().flush();

      assertThat(new BufferedReader(new InputStreamReader(client.getInputStream())).readLine())
          .startsWith("HTTP/1.1 202");
    }
    assertThat(put(second, upload, digest(layer), new byte[0]).statusCode()).isEqualTo(201);
    assertThat(pulled(first, layer)).isEqualTo(layer);
  }

  @Test
  void takeALayerInWhileManyClientsSendSlowly() throws Exception {
    byte[] slowly = layer(7, 9 * MIB);
    byte[] layer = layer(8, 9 * MIB);
    URI address = URI.create(first.url());
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 40; i++) {
        String upload = begin(first);
        var client = new Socket(address.getHost(), address.getPort());
        slow.add(client);
        beginsToSend(client, upload, slowly);
        await().until(() -> hasWriter(upload));
      }

      var request = request(first, begin(first) + "?digest=" + digest(layer));
      var sent =
          HTTP.send(
              request
                  .timeout(Duration.ofSeconds(30))
                  .PUT(BodyPublishers.ofByteArray(layer))
                  .build(),
              BodyHandlers.ofString());

      assertThat(sent.statusCode()).isEqualTo(201);
      assertThat(pulled(second, layer)).isEqualTo(layer);
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  /** They go on with as much as a row can hold, and together with nearly as much as the heap. */
  @Test
  void haveNoneOfTheBytesInMemoryThatAreInRows() throws Exception {
    byte[] begun = layer(9, 5 * MIB - 1);
    byte[] layer = layer(10, 9 * MIB);
    URI address = URI.create(first.url());
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 97; i++) {
        String upload = begin(first);
        assertThat(patch(first, upload, begun, 0, begun.length).statusCode()).isEqualTo(202);
        var client = new Socket(address.getHost(), address.getPort());
        slow.add(client);
        beginsToSend(client, upload, begun);
        await().until(() -> hasWriter(upload));
      }

      assertThat(put(first, begin(first), digest(layer), layer).statusCode()).isEqualTo(201);
      assertThat(pulled(second, layer)).isEqualTo(layer);
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  /** Asks for the whole layer to be taken in, sends a little of it, and goes on one day. */
  private static void beginsToSend(Socket client, String upload, byte[] layer) throws IOException {
    var head =
        "PATCH %s HTTP/1.1\r\nHost: hub\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(upload, signIn(), layer.length);
    client.getOutputStream().write(head.getBytes());
    client.getOutputStream().write(layer, 0, 1000);
    client.getOutputStream().flush();
  }

  private static boolean hasWriter(String upload) throws SQLException {
    try (var connection = DriverManager.getConnection(database, "postgres", "postgres");
        var query =
            connection.prepareStatement("select writer is not null from upload where id = ?")) {
      query.setObject(1, UUID.fromString(upload.substring(upload.lastIndexOf('/') + 1)));
      try (var rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  @Test
  void sendWhoPullsToTheBucketUnlessHeCanNotReachIt() throws Exception {
    byte[] layer = layer(6, MIB);
    put(first, begin(first), digest(layer), layer);

    var sent = get(first, layer, "bytes=10-19");
    assertThat(sent.statusCode()).isEqualTo(307);
    assertThat(sent.headers().firstValue("Cache-Control")).hasValue("no-store");
    var there =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(sent.headers().firstValue("Location").orElseThrow()))
                .header("Range", "bytes=10-19")
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(there.body()).isEqualTo(Arrays.copyOfRange(layer, 10, 20));

    var here = get(second, layer, "bytes=10-19");
    assertThat(here.statusCode()).isEqualTo(206);
    assertThat(here.body()).isEqualTo(Arrays.copyOfRange(layer, 10, 20));
  }

  @Test
  void sayHowLongPartsShouldBe() throws Exception {
    var begun = post(first);

    assertThat(begun.headers().firstValue("OCI-Chunk-Min-Length"))
        .hasValue(String.valueOf(5 * MIB));
  }

  private static String begin(HubProcess node) throws IOException, InterruptedException {
    return post(node).headers().firstValue("Location").orElseThrow();
  }

  private static HttpResponse<String> post(HubProcess node)
      throws IOException, InterruptedException {
    return send(request(node, "/v2/opsadmin/app/blobs/uploads/").POST(BodyPublishers.noBody()));
  }

  private static HttpResponse<String> patch(
      HubProcess node, String upload, byte[] layer, int start, int size)
      throws IOException, InterruptedException {
    var request = request(node, upload);
    if (size > 0) {
      request.header("Content-Range", start + "-" + (start + size - 1));
    }
    BodyPublisher body =
        size == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(layer, start, size);
    return send(request.method("PATCH", body));
  }

  private static HttpResponse<String> put(
      HubProcess node, String upload, String digest, byte[] rest)
      throws IOException, InterruptedException {
    return send(request(node, upload + "?digest=" + digest).PUT(BodyPublishers.ofByteArray(rest)));
  }

  private static HttpResponse<byte[]> get(HubProcess node, byte[] layer, @Nullable String range)
      throws Exception {
    var request = request(node, "/v2/opsadmin/app/blobs/" + digest(layer));
    if (range != null) {
      request.header("Range", range);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** The bytes, wherever the hub sends for them. */
  private static byte[] pulled(HubProcess node, byte[] layer) throws Exception {
    var answer = get(node, layer, null);
    if (answer.statusCode() == 307) {
      URI there = URI.create(answer.headers().firstValue("Location").orElseThrow());
      answer = HTTP.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofByteArray());
    }
    return answer.body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(HubProcess node, String path) {
    return HttpRequest.newBuilder(URI.create(node.url() + path)).header("Authorization", signIn());
  }

  private static String signIn() {
    return "Basic " + Base64.getEncoder().encodeToString(("opsadmin:" + PASSWORD).getBytes());
  }

  private static byte[] layer(long seed, int length) {
    byte[] layer = new byte[length];
    new Random(seed).nextBytes(layer);
    return layer;
  }

  private static String digest(byte[] layer) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
  }
}
