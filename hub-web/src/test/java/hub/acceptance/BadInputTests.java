package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs send that they should not: it is refused in words, and does no harm. */
class BadInputTests {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final Site site = Site.shared();
  private final Script script = new Script(site.hub().url());

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[]", "null", "\"text\"", "{\"username\":{}}", "{\"a\":\u0000}"})
  void malformedJsonIsTheSendersFault(String json) {
    try (var ana = site.person("ana")) {
      assertThat(script.json("POST", "/v2/users/login", json).statusCode()).isBetween(400, 499);
      pushes(ana, "coffee");
      var manifest =
          script.send("PUT", path(ana, "manifests/1"), MANIFEST, BodyPublishers.ofString(json));
      assertThat(manifest.statusCode()).isEqualTo(400);
      assertThat(manifest.body()).contains("MANIFEST_INVALID");
    }
  }

  @Test
  void aBlobWithAnotherDigestIsRefused() {
    try (var ana = site.person("ana")) {
      pushes(ana, "coffee");
      var refused = upload(ana, "some bytes", digest("other bytes"));

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("DIGEST_INVALID");
      assertThat(upload(ana, "some bytes", "sha256:none").statusCode()).isEqualTo(400);
      assertThat(script.get(path(ana, "blobs/" + digest("other bytes"))).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesNoBlob() throws IOException {
    try (var ana = site.person("ana")) {
      pushes(ana, "coffee");
      String location = startUpload(ana);
      try (var socket = new Socket("localhost", URI.create(site.hub().url()).getPort())) {
        socket
            .getOutputStream()
            .write(
                ("PUT "
                        + withDigest(location, digest("whole"))
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: 5\r\n\r\nwh")
                    .getBytes(StandardCharsets.UTF_8));
      }

      assertThat(script.get(path(ana, "blobs/" + digest("whole"))).statusCode()).isEqualTo(404);
      assertThat(upload(ana, "whole", digest("whole")).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aManifestOverFourMegabytesIsRefused() {
    try (var ana = site.person("ana")) {
      pushes(ana, "coffee");
      var refused =
          script.send(
              "PUT",
              path(ana, "manifests/1"),
              MANIFEST,
              BodyPublishers.ofByteArray(new byte[4 * 1024 * 1024 + 1]));

      assertThat(refused.statusCode()).isIn(400, 413);
      assertThat(refused.body()).containsPattern("MANIFEST_INVALID|SIZE_INVALID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana/a..b",
        "ana/-dash",
        "ana/dash-",
        "ana/.dot",
        "ana/a___b",
        "ana/Upper",
        "ana/two/slashes",
        "ana//coffee",
        "ana/%C3%A7af%C3%A9",
        "%E2%98%95/coffee",
        "ana/..%2F..%2Fetc",
        "..%2F..%2Fetc/passwd",
        "ana/%00",
        "ana/a%20b",
        "ana/a%27%20or%201=1--",
        "an.a/coffee",
      })
  void aNameThatIsNoneFindsNothing(String name) {
    for (String path : List.of("manifests/latest", "tags/list", "blobs/" + digest("x"))) {
      var response = script.get("/v2/" + name + "/" + path);
      assertThat(response.statusCode()).as(path).isIn(400, 401, 404);
    }
    var page = script.get("/r/" + name);
    if (page.statusCode() == 302) {
      // capitals lead to small letters, whether or not something is there
      page =
          script.get(
              page.headers().firstValue("Location").orElseThrow().replace(site.hub().url(), ""));
    }
    assertThat(page.statusCode()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/../../etc/passwd",
        "/../../etc/passwd",
        "/css/..%2f..%2fapplication.yaml",
        "/webjars/..;/application.yaml",
        "/v2/ana/coffee/blobs/../../../../etc/passwd",
        "/search?q=%",
        "/%",
        "/search?q=\u00ff",
      })
  void aRawPathThatLeavesTheHubIsRefused(String path) throws IOException {
    try (var socket = new Socket("localhost", URI.create(site.hub().url()).getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("root:");
    }
  }

  @Test
  void noFormBreaksOnHostileTextOrShowsItAsMarkup() {
    String hostile = "<script>alert('x')</script>\"'; drop table account; --";
    try (var ana = site.person("ana")) {
      ana.creates("coffee", "public", "");
      for (String path : pagesWithForms(ana)) {
        for (String text : List.of(hostile, "ç☕\u202e" + hostile, "x".repeat(10_000), "")) {
          fillsEveryForm(ana.page(), path, text);
        }
      }
      assertThat(ana.opens("/repositories").text()).contains("coffee");
    }
  }

  @Test
  void searchTakesAnyText() {
    for (String text :
        List.of("'", "%", "\\", "a & | ! <->", ":*", "(", "\"", "x".repeat(10_000), "☕", "%00")) {
      String query = URLEncoder.encode(text, StandardCharsets.UTF_8);
      assertThat(script.get("/search?q=" + query).statusCode()).as(text).isIn(200, 400);
      assertThat(script.get("/v1/search?q=" + query).statusCode()).as(text).isIn(200, 400);
    }
    assertThat(script.get("/search?q=<b>".replace("<", "%3C").replace(">", "%3E")).body())
        .doesNotContain("<b>\"");
  }

  @Test
  void aCsrfTokenOfAnotherSessionIsWorthNothing() {
    try (var ana = site.person("ana")) {
      ana.creates("coffee", "public", "");
      var other = new Script(site.hub().url());
      String stolen = other.csrf("/signup");
      var me = new Script(site.hub().url());
      assertThat(me.signIn(ana.name(), Site.PASSWORD).statusCode()).isEqualTo(302);
      String star = "/r/" + ana.name() + "/coffee/star";

      assertThat(me.post(star, Map.of("_csrf", stolen)).statusCode()).isEqualTo(403);
      assertThat(me.post(star, Map.of()).statusCode()).isEqualTo(403);
      assertThat(me.submit("/repositories/create", star, Map.of()).statusCode()).isEqualTo(302);
    }
  }

  @Test
  void ofSeveralWhoTakeOneNameAtOnceOneGetsIt() {
    try (var stranger = site.stranger("same")) {
      var answers =
          atOnce(
              6,
              i ->
                  () -> {
                    var someone = new Script(site.hub().url());
                    return someone.submit(
                        "/signup",
                        "/signup",
                        Map.of(
                            "username",
                            stranger.name(),
                            "email",
                            stranger.name() + i + "@example.com",
                            "password",
                            Site.PASSWORD));
                  });

      assertThat(answers).allMatch(answer -> answer.statusCode() < 500);
      assertThat(
              IntStream.range(0, 6)
                  .mapToObj(i -> stranger.name() + i + "@example.com")
                  .filter(
                      email ->
                          new Script(site.hub().url())
                              .signIn(email, Site.PASSWORD)
                              .headers()
                              .firstValue("Location")
                              .filter(location -> !location.contains("/login"))
                              .isPresent()))
          .hasSize(1);
    }
  }

  @Test
  void ofSeveralPushesOfOneTagAndOneLayerAtOnceAllAreTaken() {
    try (var ana = site.person("ana")) {
      pushes(ana, "coffee");
      String layer = "the same layer";
      var answers =
          atOnce(
              8,
              i ->
                  () -> {
                    var pusher = new Script(site.hub().url());
                    pusher.token(ana.name(), Site.PASSWORD, scope(ana, "coffee"));
                    String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"x\":" + i + "}";
                    upload(pusher, ana, layer, digest(layer));
                    upload(pusher, ana, config, digest(config));
                    return pusher.send(
                        "PUT",
                        path(ana, "manifests/same"),
                        MANIFEST,
                        BodyPublishers.ofString(manifest(config, layer)));
                  });

      assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
      var pulled = script.get(path(ana, "manifests/same"));
      assertThat(pulled.statusCode()).isEqualTo(200);
      assertThat(answers)
          .extracting(it -> it.headers().firstValue("Docker-Content-Digest").orElseThrow())
          .contains(pulled.headers().firstValue("Docker-Content-Digest").orElseThrow());
      assertThat(script.get(path(ana, "blobs/" + digest(layer))).body()).isEqualTo(layer);
    }
  }

  @Test
  void aManifestWhoseLayersAreNotThereIsRefused() {
    try (var ana = site.person("ana")) {
      pushes(ana, "coffee");
      var refused =
          script.send(
              "PUT",
              path(ana, "manifests/1"),
              MANIFEST,
              BodyPublishers.ofString(manifest("{}", "never uploaded " + ana.name())));

      assertThat(refused.statusCode()).isIn(400, 404);
      assertThat(refused.body()).contains("MANIFEST_BLOB_UNKNOWN");
    }
  }

  @Test
  void aWebhookToAnInternalAddressIsRefused() {
    try (var ana = site.person("ana")) {
      ana.creates("coffee", "public", "");
      for (String url :
          List.of(
              "http://169.254.169.254/latest/meta-data",
              "http://10.0.0.1/",
              "http://[::1]/",
              "ftp://example.com/",
              "javascript:alert(1)",
              "not an address")) {
        ana.opens("/r/" + ana.name() + "/coffee/webhooks");
        ana.page().fill("main [name=name]", "Kitchen");
        ana.page().locator("main [name=url]").evaluate("it => it.type = 'text'");
        ana.page().fill("main [name=url]", url);
        ana.submits("url");
        assertThat(ana.opens("/r/" + ana.name() + "/coffee/webhooks").text())
            .as(url)
            .doesNotContain("Kitchen");
      }
    }
  }

  private static List<String> pagesWithForms(Person person) {
    String repository = "/r/" + person.name() + "/coffee";
    return List.of(
        "/signup",
        "/login",
        "/forgot",
        "/repositories/create",
        "/repositories",
        repository,
        repository + "/tags",
        repository + "/settings",
        repository + "/webhooks",
        "/settings",
        "/settings/tokens",
        "/search",
        "/explore");
  }

  /** Fills every form of a page with this text, leaving alone what was chosen for the person. */
  private static void fillsEveryForm(Page page, String path, String text) {
    page.navigate(path);
    int forms = page.locator("main form").count();
    for (int i = 0; i < forms; i++) {
      page.navigate(path);
      var form = page.locator("main form").nth(i);
      String action = form.evaluate("it => it.action").toString();
      String method = form.getAttribute("method");
      if (action.endsWith("/delete") || action.endsWith("/logout")) {
        continue;
      }
      var fields = com.microsoft.playwright.options.FormData.create();
      for (Locator field : form.locator("[name]").all()) {
        String name = field.getAttribute("name");
        boolean kept = "_csrf".equals(name) || "hidden".equals(field.getAttribute("type"));
        fields.set(name, kept ? field.inputValue() : text);
      }
      var response =
          "post".equalsIgnoreCase(method)
              ? page.request().post(action, RequestOptions.create().setForm(fields))
              : page.request().get(path);
      String body = response.text();
      if (response.status() >= 500 || body.contains("<script>alert('x')")) {
        fail(
            method
                + " "
                + action
                + " with "
                + text.substring(0, Math.min(60, text.length()))
                + " answers "
                + response.status()
                + ": "
                + body);
      }
    }
  }

  private void pushes(Person person, String repository) {
    script.token(person.name(), Site.PASSWORD, scope(person, repository));
  }

  private static String scope(Person person, String repository) {
    return "repository:" + person.name() + "/" + repository + ":pull,push";
  }

  private static String path(Person person, String rest) {
    return "/v2/" + person.name() + "/coffee/" + rest;
  }

  private HttpResponse<String> upload(Person person, String bytes, String digest) {
    return upload(script, person, bytes, digest);
  }

  private static HttpResponse<String> upload(
      Script script, Person person, String bytes, String digest) {
    return script.send(
        "PUT",
        withDigest(startUpload(script, person), digest),
        "application/octet-stream",
        BodyPublishers.ofString(bytes));
  }

  private String startUpload(Person person) {
    return startUpload(script, person);
  }

  private static String startUpload(Script script, Person person) {
    var started = script.send("POST", path(person, "blobs/uploads/"), "", BodyPublishers.noBody());
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    return started.headers().firstValue("Location").orElseThrow();
  }

  private static String withDigest(String location, String digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  private static String manifest(String config, String layer) {
    return """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
        .formatted(MANIFEST, digest(config), config.length(), digest(layer), layer.length());
  }

  private static String digest(String bytes) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha256.digest(bytes.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something several times at once, and tells how each went. */
  private static <T> List<T> atOnce(int times, IntFunction<Callable<T>> what) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.invokeAll(IntStream.range(0, times).mapToObj(what).toList()).stream()
          .map(BadInputTests::result)
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
