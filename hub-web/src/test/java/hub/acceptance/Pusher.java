package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushes, moves and deletes images of one repository without a pause, and keeps a book of what the
 * hub has acknowledged. Where an answer never came, either state is right; where it came, one is.
 */
final class Pusher {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String NOTHING = "";
  private static final int TAGS = 5;
  private static final JsonMapper JSON = new JsonMapper();

  /** Layers that all pushers push, so that they meet at the same blobs. */
  private static final List<byte[]> SHARED = shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;
  private final String authorization;
  private final String repository;
  private final Random random;
  private final BooleanSupplier dying;

  /** What each tag may point to: one digest, or two where the last answer is missing. */
  private final Map<String, Set<String>> book = new ConcurrentHashMap<>();

  private final List<String> surprises = new ArrayList<>();
  private long acknowledged;
  private long checked;

  /**
   * Not started yet.
   *
   * @param dying whether the hub, or its database, may be gone by now: then it may answer anything
   */
  Pusher(
      String url,
      String name,
      String password,
      String repository,
      long seed,
      BooleanSupplier dying) {
    this.url = url;
    this.dying = dying;
    this.repository = name + "/" + repository;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    this.random = new Random(seed);
  }

  /** Goes on until the hub is gone. */
  void run() {
    try {
      while (true) {
        if (random.nextInt(6) == 0) {
          deleteOne();
        } else {
          pushOne();
        }
      }
    } catch (IOException e) {
      // the hub, or its database, was killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Pushes so many images, one after the other. */
  void push(int images) throws IOException, InterruptedException {
    for (int i = 0; i < images; i++) {
      pushOne();
    }
  }

  /** How many changes of a tag were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** How many manifests and blobs have been pulled and found to be what was acknowledged. */
  long checked() {
    return checked;
  }

  /** Answers that no state of the hub explains. */
  List<String> surprises() {
    return surprises;
  }

  /** Pulls every tag, and finds what was acknowledged, byte for byte. */
  void verify() throws IOException, InterruptedException {
    for (Map.Entry<String, Set<String>> entry : book.entrySet()) {
      String path = "/v2/" + repository + "/manifests/" + entry.getKey();
      HttpResponse<byte[]> reply = send("GET", path, null, null);
      String found = reply.statusCode() == 404 ? NOTHING : digest(reply.body());
      assertThat(entry.getValue())
          .as("%s:%s, which answers %d", repository, entry.getKey(), reply.statusCode())
          .contains(found);
      entry.setValue(Set.of(found));
      if (found.equals(NOTHING)) {
        continue;
      }
      checked++;
      JsonNode manifest = JSON.readTree(reply.body());
      pulls(manifest.path("config").path("digest").asString());
      for (JsonNode layer : manifest.path("layers")) {
        pulls(layer.path("digest").asString());
      }
    }
  }

  private void pulls(String digest) throws IOException, InterruptedException {
    HttpResponse<byte[]> reply = send("GET", "/v2/" + repository + "/blobs/" + digest, null, null);
    assertThat(reply.statusCode()).as("%s of %s", digest, repository).isEqualTo(200);
    assertThat(digest(reply.body())).as("the bytes of %s", digest).isEqualTo(digest);
    checked++;
  }

  private void pushOne() throws IOException, InterruptedException {
    String tag = "t" + random.nextInt(TAGS);
    byte[] config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"x\":%d}"
            .formatted(random.nextLong())
            .getBytes(StandardCharsets.UTF_8);
    var layers = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      byte[] layer =
          random.nextInt(3) == 0 ? SHARED.get(random.nextInt(SHARED.size())) : freshLayer();
      if (!pushBlob(layer)) {
        return;
      }
      layers.add(descriptor(LAYER, layer));
    }
    if (!pushBlob(config)) {
      return;
    }
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(MANIFEST, descriptor(CONFIG, config), String.join(",", layers))
            .getBytes(StandardCharsets.UTF_8);
    String digest = digest(manifest);
    Set<String> before = book.getOrDefault(tag, Set.of(NOTHING));
    book.put(tag, union(before, digest));
    var reply = send("PUT", "/v2/" + repository + "/manifests/" + tag, MANIFEST, manifest);
    if (expected(reply, 201)) {
      book.put(tag, Set.of(digest));
      acknowledged++;
    }
  }

  private void deleteOne() throws IOException, InterruptedException {
    List<String> known =
        book.entrySet().stream()
            .filter(it -> it.getValue().size() == 1 && !it.getValue().contains(NOTHING))
            .map(Map.Entry::getKey)
            .toList();
    if (known.isEmpty()) {
      return;
    }
    String tag = known.get(random.nextInt(known.size()));
    String digest = book.getOrDefault(tag, Set.of()).iterator().next();
    book.put(tag, Set.of(digest, NOTHING));
    String what = random.nextBoolean() ? digest : tag;
    var reply = send("DELETE", "/v2/" + repository + "/manifests/" + what, null, null);
    if (expected(reply, 202)) {
      book.put(tag, Set.of(NOTHING));
      acknowledged++;
    }
  }

  private boolean pushBlob(byte[] content) throws IOException, InterruptedException {
    String digest = digest(content);
    String uploads = "/v2/" + repository + "/blobs/uploads/";
    if (random.nextInt(3) == 0) {
      return expected(send("POST", uploads + "?digest=" + digest, null, content), 201);
    }
    var started = send("POST", uploads, null, new byte[0]);
    if (!expected(started, 202)) {
      return false;
    }
    String location = location(started);
    byte[] rest = content;
    if (random.nextBoolean()) {
      int cut = random.nextInt(content.length);
      var grown = send("PATCH", location, null, Arrays.copyOf(content, cut));
      if (!expected(grown, 202)) {
        return false;
      }
      location = location(grown);
      rest = Arrays.copyOfRange(content, cut, content.length);
    }
    return expected(send("PUT", location + "?digest=" + digest, null, rest), 201);
  }

  /** A dying hub may say 5xx; else there is one right answer. */
  private boolean expected(HttpResponse<byte[]> reply, int status) {
    if (reply.statusCode() == status) {
      return true;
    }
    if (reply.statusCode() < 500 || !dying.getAsBoolean()) {
      surprises.add(
          reply.request().method()
              + " "
              + reply.uri()
              + ": "
              + reply.statusCode()
              + " "
              + new String(reply.body(), StandardCharsets.UTF_8));
    }
    return false;
  }

  private String location(HttpResponse<byte[]> reply) {
    return URI.create(url)
        .resolve(reply.headers().firstValue("Location").orElseThrow())
        .getRawPath();
  }

  private HttpResponse<byte[]> send(
      String method, String path, @Nullable String type, byte @Nullable [] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", authorization)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private byte[] freshLayer() {
    byte[] layer = new byte[1 + random.nextInt(random.nextBoolean() ? 20_000 : 2_000_000)];
    random.nextBytes(layer);
    return layer;
  }

  private static List<byte[]> shared() {
    var random = new Random(4);
    var layers = new ArrayList<byte[]>();
    for (int i = 0; i < 6; i++) {
      byte[] layer = new byte[100_000 + 50_000 * i];
      random.nextBytes(layer);
      layers.add(layer);
    }
    return layers;
  }

  private static Set<String> union(Set<String> before, String digest) {
    var both = ConcurrentHashMap.<String>newKeySet();
    both.addAll(before);
    both.add(digest);
    return both;
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(content), content.length);
  }

  static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
