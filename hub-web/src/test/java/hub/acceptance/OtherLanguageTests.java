package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.HubProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A machine whose language writes other digits: what the protocol says stays as it is. */
class OtherLanguageTests {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String REPOSITORY = "/v2/" + Site.ADMIN + "/tea/";

  @Test
  void headersKeepTheirDigits() throws Exception {
    try (var hub =
        HubProcess.onTestDatabase("hub-other-language")
            .with("HUB_ADMIN_USERNAME", Site.ADMIN)
            .with("HUB_ADMIN_EMAIL", "operator@example.com")
            .with("HUB_ADMIN_PASSWORD", Site.PASSWORD)
            .withProperty("user.language", "fa")
            .withProperty("user.country", "IR")
            .forAShortTime()
            .start()) {
      var script =
          new Script(hub.url())
              .token(Site.ADMIN, Site.PASSWORD, "repository:" + Site.ADMIN + "/tea:pull,push");
      String digest = pushesTwoTags(script);

      assertThat(get(hub, script, "blobs/" + digest, "bytes=0-0").headers().map())
          .hasEntrySatisfying("content-range", it -> assertThat(it).containsExactly("bytes 0-0/2"));
      assertThat(get(hub, script, "tags/list?n=1", "").headers().firstValue("Link"))
          .hasValue("<%stags/list?n=1&last=1>; rel=\"next\"".formatted(REPOSITORY));
    }
  }

  /** The digest of their one blob, which is two bytes long. */
  private static String pushesTwoTags(Script script) {
    byte[] blob = "{}".getBytes(StandardCharsets.UTF_8);
    String digest = Pusher.digest(blob);
    var sent =
        script.send(
            "POST",
            REPOSITORY + "blobs/uploads/?digest=" + digest,
            "application/octet-stream",
            BodyPublishers.ofByteArray(blob));
    assertThat(sent.statusCode()).isEqualTo(201);
    String image =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/json",\
        "digest":"%s","size":2},"layers":[]}"""
            .formatted(MANIFEST, digest);
    for (String tag : new String[] {"1", "2"}) {
      var tagged =
          script.send(
              "PUT", REPOSITORY + "manifests/" + tag, MANIFEST, BodyPublishers.ofString(image));
      assertThat(tagged.statusCode()).isEqualTo(201);
    }
    return digest;
  }

  private static HttpResponse<String> get(HubProcess hub, Script script, String path, String range)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(hub.url() + REPOSITORY + path))
            .header("Authorization", "Bearer " + script.bearer());
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
