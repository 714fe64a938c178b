package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.Command.Outcome;
import hubtesting.Regctl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An upload that was cut goes on where it stopped: nothing is lost, and nothing is sent twice. */
class ResumedUploadTests {

  private static final int MIB = 1 << 20;

  private final Site site = Site.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aConnectionCutInTheMiddleOfAChunkLosesOnlyWhatHadNotArrived()
      throws IOException, InterruptedException {
    byte[] blob = new byte[8 * MIB];
    new Random(8).nextBytes(blob);
    try (var ana = site.person("ana")) {
      String repository = "/v2/" + ana.name() + "/tea/blobs/";
      String token = token(ana);
      String upload =
          location(send(token, "POST", URI.create(site.hub().url() + repository + "uploads/"), ""));

      // It says that 8 MiB come, sends 3 of them, and is gone.
      try (var socket = new Socket("localhost", URI.create(upload).getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            """
            PATCH %s HTTP/1.1\r
            Host: %s\r
            Authorization: Bearer %s\r
            Content-Type: application/octet-stream\r
            Content-Length: %d\r
            \r
            """
                .formatted(URI.create(upload).getPath(), site.hub().host(), token, blob.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(blob, 0, 3 * MIB);
        out.flush();
      }

      // Whoever asks is told how much has arrived, when the hub has noticed.
      int arrived =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> arrived(send(token, "GET", URI.create(upload), "")), it -> it > 0);
      assertThat(arrived).isLessThanOrEqualTo(3 * MIB);

      var rest = Arrays.copyOfRange(blob, arrived, blob.length);
      var gap =
          send(
              token,
              "PATCH",
              URI.create(upload),
              from(arrived + 1, blob.length),
              Arrays.copyOfRange(rest, 1, rest.length));
      assertThat(gap.statusCode()).as("a gap").isEqualTo(416);
      var patched = send(token, "PATCH", URI.create(upload), from(arrived, blob.length), rest);
      assertThat(patched.statusCode()).as(patched.body()).isEqualTo(202);
      var done = send(token, "PUT", URI.create(location(patched) + "?digest=" + digest(blob)), "");
      assertThat(done.statusCode()).as(done.body()).isEqualTo(201);

      var pulled =
          http.send(
              request(token, URI.create(site.hub().url() + repository + digest(blob))).build(),
              BodyHandlers.ofByteArray());
      assertThat(pulled.body()).isEqualTo(blob);
    }
  }

  @Test
  void regctlGoesOnWithAnUploadWhoseConnectionIsCut() throws IOException {
    // Letters, since what a client reads from its standard input here is text.
    String blob = "abcdefghijklmnop".repeat(4 * MIB / 16);
    try (var ana = site.person("ana");
        var cutting = new CuttingProxy(URI.create(site.hub().url()).getPort(), 2 * MIB)) {
      var regctl = new Regctl(cutting.host());
      regctl.login(cutting.host(), ana.name(), Site.PASSWORD).succeeds();
      regctl.uploadsInPieces(cutting.host(), MIB);
      String repository = cutting.host() + "/" + ana.name() + "/tea";
      String digest = digest(blob.getBytes(StandardCharsets.UTF_8));

      Outcome put = regctl.reading(blob, "blob", "put", repository).succeeds();
      assertThat(put.out()).contains(digest);
      assertThat(cutting.cuts()).isEqualTo(1);
      assertThat(regctl.run("blob", "get", repository, digest).succeeds().out()).isEqualTo(blob);
    }
  }

  private String token(Person person) {
    return new Script(site.hub().url())
        .token(person.name(), Site.PASSWORD, "repository:" + person.name() + "/tea:pull,push")
        .bearer();
  }

  private HttpResponse<String> send(
      String token, String method, URI address, String range, byte... body) {
    var request = request(token, address).method(method, BodyPublishers.ofByteArray(body));
    if (!range.isEmpty()) {
      request.header("Content-Range", range);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(method + " " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(String token, URI address) {
    return HttpRequest.newBuilder(address)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/octet-stream");
  }

  /** Where the upload goes on, as a whole address. */
  private String location(HttpResponse<?> response) {
    assertThat(response.statusCode()).isEqualTo(202);
    String location = response.headers().firstValue("Location").orElseThrow();
    return URI.create(site.hub().url()).resolve(location).toString();
  }

  /** How many bytes of an upload have arrived: {@code Range} names the first and the last. */
  private static int arrived(HttpResponse<?> status) {
    assertThat(status.statusCode()).isEqualTo(204);
    String range = status.headers().firstValue("Range").orElseThrow();
    return range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
  }

  private static String from(int first, int end) {
    return first + "-" + (end - 1);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
