package hub.registry.protocol;

import hub.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the protocol as clients do, one request at a time, in the language of tests.
 *
 * @param authorization what every request carries; null for an anonymous client
 */
record RegistryClient(int port, @Nullable String authorization) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();

  static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** An answer. */
  record Reply(HttpResponse<byte[]> http) {

    int status() {
      return http.statusCode();
    }

    byte[] body() {
      return http.body();
    }

    String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(http.body());
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    /** The protocol's code of the first error. */
    String error() {
      return json().path("errors").path(0).path("code").asString("");
    }

    String message() {
      return json().path("errors").path(0).path("message").asString("");
    }
  }

  static RegistryClient anonymous(int port) {
    return new RegistryClient(port, null);
  }

  static RegistryClient bearer(int port, String token) {
    return new RegistryClient(port, "Bearer " + token);
  }

  static RegistryClient basic(int port, String name, String secret) {
    return new RegistryClient(
        port,
        "Basic "
            + Base64.getEncoder()
                .encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8)));
  }

  /** The same client after it has fetched a token for these scopes. */
  RegistryClient withToken(String... scopes) {
    StringBuilder query = new StringBuilder("/token?service=test");
    for (String scope : scopes) {
      query.append("&scope=").append(URLEncoder.encode(scope, StandardCharsets.UTF_8));
    }
    return new RegistryClient(
        port, "Bearer " + get(query.toString()).json().path("token").asString());
  }

  Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Reply head(String path, String... headers) {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  Reply post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  Reply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Reply put(String path, byte[] body, String... headers) {
    return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
  }

  Reply patch(String path, byte[] body, String... headers) {
    return send("PATCH", path, BodyPublishers.ofByteArray(body), headers);
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).method(method, body);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Reply(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Begins an upload, and tells where it goes on. */
  String startUpload(String repository) {
    return post("/v2/" + repository + "/blobs/uploads/").header("Location");
  }

  /** Pushes a blob as docker does: POST, PATCH, PUT. */
  Digest pushBlob(String repository, byte[] content) {
    Digest digest = Digest.sha256(content);
    String location = patch(startUpload(repository), content).header("Location");
    Reply reply = put(location + "?digest=" + digest, new byte[0]);
    if (reply.status() != 201) {
      throw new AssertionError(reply.status() + " " + reply.text());
    }
    return digest;
  }

  /** Pushes an image of these layers, and tells its digest. */
  Digest pushImage(String repository, String reference, byte[]... layers) {
    return pushImage(
        repository, reference, "{\"os\":\"linux\",\"architecture\":\"amd64\"}", layers);
  }

  Digest pushImage(String repository, String reference, String configuration, byte[]... layers) {
    byte[] manifest = imageOf(repository, configuration, layers);
    Reply reply =
        put("/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", OCI);
    if (reply.status() != 201) {
      throw new AssertionError(reply.status() + " " + reply.text());
    }
    return Digest.sha256(manifest);
  }

  /** Pushes what an image is made of, and makes its manifest. */
  byte[] imageOf(String repository, String configuration, byte[]... layers) {
    byte[] config = configuration.getBytes(StandardCharsets.UTF_8);
    StringBuilder entries = new StringBuilder();
    for (byte[] layer : layers) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append(
              descriptor(
                  "application/vnd.oci.image.layer.v1.tar+gzip",
                  pushBlob(repository, layer),
                  layer.length));
    }
    return """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
        .formatted(
            OCI,
            descriptor(
                "application/vnd.oci.image.config.v1+json",
                pushBlob(repository, config),
                config.length),
            entries)
        .getBytes(StandardCharsets.UTF_8);
  }

  static String descriptor(String mediaType, Digest digest, int size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, size);
  }
}
