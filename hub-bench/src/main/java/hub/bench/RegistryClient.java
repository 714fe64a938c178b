package hub.bench;

import hub.bench.HttpConnection.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks the distribution protocol on one connection. Answers other than the expected one are
 * failures; what comes with the expected one is counted and thrown away.
 */
final class RegistryClient implements AutoCloseable {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final Pattern TOKEN = Pattern.compile("\"token\" *: *\"([^\"]+)\"");

  private final HttpConnection connection;
  private final String authorization;

  /**
   * @param authorization a whole header line with its CR LF; empty where the registry is open
   */
  RegistryClient(int port, String authorization) throws IOException {
    this.connection = new HttpConnection(port);
    this.authorization = authorization;
  }

  /** The header line of a name and a password, which opens all that they may. */
  static String basic(String user, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  /** The header line of a token for these scopes, for the minutes that it holds. */
  static String token(int port, String user, String password, String... scopes) throws IOException {
    String target = "/token?service=bench&scope=" + String.join("&scope=", scopes);
    try (var connection = new HttpConnection(port)) {
      HttpReply reply = connection.exchange("GET", target, basic(user, password), Body.KEPT);
      Matcher token = TOKEN.matcher(new String(reply.body(), StandardCharsets.UTF_8));
      if (reply.status() != 200 || !token.find()) {
        throw new UnexpectedReply("GET /token", reply);
      }
      return "Authorization: Bearer " + token.group(1) + "\r\n";
    }
  }

  /** What each request of this client carries. */
  String authorization() {
    return authorization;
  }

  /** POST, and all bytes in one PUT. */
  void pushInOnePut(String repository, Payload payload) throws IOException {
    String location = startUpload(repository);
    expect(
        201,
        "PUT",
        withDigest(location, payload),
        "Content-Type: application/octet-stream\r\n",
        payload.body());
  }

  /** POST, all bytes in one PATCH, and an empty PUT: as docker and containerd do. */
  void pushInOnePatch(String repository, Payload payload) throws IOException {
    String location = startUpload(repository);
    HttpReply patched =
        expect(
            202, "PATCH", location, "Content-Type: application/octet-stream\r\n", payload.body());
    expect(201, "PUT", withDigest(location(patched), payload), "", HttpConnection.nothing());
  }

  /** Keeps a manifest under a tag or its digest. */
  void pushManifest(String repository, String reference, String manifest) throws IOException {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    expect(
        201,
        "PUT",
        "/v2/" + repository + "/manifests/" + reference,
        "Content-Type: " + OCI + "\r\n",
        ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  /** Asks and throws the answer away; returns its bytes. */
  long get(String target) throws IOException {
    return expect(200, "GET", target, "").bytes();
  }

  void head(String target) throws IOException {
    expect(200, "HEAD", target, "");
  }

  /** The body of an answer, for looking at what came. */
  HttpReply fetch(String target) throws IOException {
    HttpReply reply = connection.exchange("GET", target, authorization, Body.KEPT);
    if (reply.status() != 200) {
      throw new UnexpectedReply("GET " + target, reply);
    }
    return reply;
  }

  private String startUpload(String repository) throws IOException {
    return location(
        expect(202, "POST", "/v2/" + repository + "/blobs/uploads/", "", HttpConnection.nothing()));
  }

  private HttpReply expect(
      int status, String method, String target, String headers, ByteBuffer... body)
      throws IOException {
    HttpReply reply =
        connection.exchange(method, target, authorization + headers, Body.DISCARDED, body);
    if (reply.status() != status) {
      throw new UnexpectedReply(method + " " + target, reply);
    }
    return reply;
  }

  private static String location(HttpReply reply) throws IOException {
    String location = reply.header("Location");
    if (location == null) {
      throw new UnexpectedReply("an upload without a Location", reply);
    }
    int path = location.startsWith("http") ? location.indexOf('/', 8) : 0;
    return location.substring(path);
  }

  private static String withDigest(String location, Payload payload) {
    return location + (location.indexOf('?') < 0 ? "?" : "&") + "digest=" + payload.digest();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
