package hub.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each registry is given before it is measured: an image of each size, tags, repositories and
 * referrers. All that was pushed is read back once and compared, so that no wrong bytes are
 * measured for fast ones.
 *
 * @param repository that holds the images
 * @param images by the size of their layer
 */
record Seeds(String repository, Map<Integer, Image> images) {

  /** How many tags the repository has beside those of the images. */
  static final int TAGS = 100;

  /** How many repositories there are for the catalog. */
  static final int REPOSITORIES = 50;

  /** How many manifests are about the smallest image. */
  static final int REFERRERS = 20;

  static final String ARTIFACT_TYPE = "application/vnd.example.signature";

  /** An image of one layer, and what a client asks for to have it. */
  record Image(String tag, String digest, String config, String layer, int layerBytes) {}

  static Seeds plant(RegistryClient client, String namespace, List<Integer> sizes)
      throws IOException {
    String repository = namespace + "/bench";
    Map<Integer, Image> images = new HashMap<>();
    for (int size : sizes) {
      images.put(size, plantImage(client, repository, size));
    }
    String small = image(client, repository, "small", 1024, null).document();
    for (int i = 0; i < TAGS; i++) {
      client.pushManifest(repository, "t%03d".formatted(i), small);
    }
    for (int i = 0; i < REPOSITORIES; i++) {
      image(client, namespace + "/r%02d".formatted(i), "latest", 1024, null);
    }
    Image subject = images.get(sizes.getFirst());
    if (subject != null) {
      for (int i = 0; i < REFERRERS; i++) {
        image(client, repository, "referrer", 1024, subject.digest());
      }
    }
    return new Seeds(repository, images);
  }

  Image image(int layerBytes) {
    Image image = images.get(layerBytes);
    if (image == null) {
      throw new IllegalArgumentException("no image of " + layerBytes + " bytes was planted");
    }
    return image;
  }

  private static Image plantImage(RegistryClient client, String repository, int size)
      throws IOException {
    Made made = image(client, repository, "image-" + size, size, null);
    for (String digest : List.of(made.config(), made.layer())) {
      HttpReply reply = client.fetch("/v2/" + repository + "/blobs/" + digest);
      if (!Payload.digest(reply.body()).equals(digest)) {
        throw new UnexpectedReply("GET of blob " + digest + " with other bytes", reply);
      }
    }
    return new Image("image-" + size, made.digest(), made.config(), made.layer(), size);
  }

  private record Made(String document, String digest, String config, String layer) {}

  /**
   * @param subject digest of the manifest that this one is about; null for none
   */
  private static Made image(
      RegistryClient client, String repository, String tag, int size, @Nullable String subject)
      throws IOException {
    Payload layer = Payload.fresh(size);
    client.pushInOnePut(repository, layer);
    Payload config =
        Payload.of(
            ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Labels\":{\"layer\":\""
                    + layer.digest()
                    + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                    + layer.digest()
                    + "\"]}}")
                .getBytes(StandardCharsets.UTF_8));
    client.pushInOnePut(repository, config);
    List<String> members = new ArrayList<>();
    members.add("\"schemaVersion\":2");
    members.add("\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"");
    members.add("\"config\":" + descriptor("application/vnd.oci.image.config.v1+json", config));
    members.add(
        "\"layers\":[" + descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer) + "]");
    if (subject != null) {
      members.add("\"artifactType\":\"" + ARTIFACT_TYPE + "\"");
      members.add(
          "\"subject\":{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
              + subject
              + "\",\"size\":1}");
    }
    String document = "{" + String.join(",", members) + "}";
    String digest = Payload.digest(document.getBytes(StandardCharsets.UTF_8));
    client.pushManifest(repository, subject == null ? tag : digest, document);
    return new Made(document, digest, config.digest(), layer.digest());
  }

  private static String descriptor(String mediaType, Payload payload) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, payload.digest(), payload.size());
  }
}
