package hub.registry.manifest;

import hub.registry.Digest;
import hub.registry.InvalidDigest;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What the image specification asks of a manifest's fields: of which JSON type they are. Clients in
 * Go read the whole of a manifest, or of a list that its annotations are copied into, or nothing of
 * it: one field of another type blinds them to all the rest. So it is refused where it is pushed.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/main/schema/content-descriptor.json">The
 *     specification's schema of descriptors</a>
 */
final class ImageSpecification {

  private ImageSpecification() {}

  /**
   * Checks the bytes.
   *
   * @throws ManifestInvalid where they are not UTF-8, or begin with a byte order mark, which JSON
   *     must not (RFC 8259, 8.1)
   */
  static void checkEncoding(byte[] body) {
    if (body.length > 0 && (body[0] & 0x80) != 0) {
      throw new ManifestInvalid("the manifest must be UTF-8 without a byte order mark");
    }
    for (byte each : body) {
      // None is in JSON as UTF-8, and one in every other as UTF-16 or UTF-32.
      if (each == 0) {
        throw new ManifestInvalid("the manifest must be UTF-8");
      }
    }
  }

  /**
   * Checks the fields of a manifest or an index.
   *
   * @throws ManifestInvalid names the one that is wrong
   */
  static void check(JsonNode root) {
    JsonNode version = root.path("schemaVersion");
    if (!version.isIntegralNumber() || !version.canConvertToInt() || version.asInt() != 2) {
      throw new ManifestInvalid("schemaVersion must be the number 2");
    }
    text(root, "mediaType", "");
    text(root, "artifactType", "");
    annotations(root, "");
    for (String field : new String[] {"config", "subject"}) {
      JsonNode descriptor = root.path(field);
      if (isThere(descriptor)) {
        descriptor(descriptor, field);
      }
    }
    for (String field : new String[] {"layers", "manifests"}) {
      JsonNode descriptors = root.path(field);
      if (isThere(descriptors) && !descriptors.isArray()) {
        throw new ManifestInvalid(field + " must be an array");
      }
      int count = 0;
      for (JsonNode descriptor : descriptors) {
        descriptor(descriptor, field + "[" + count++ + "]");
      }
    }
  }

  private static void descriptor(JsonNode node, String path) {
    if (!node.isObject()) {
      throw new ManifestInvalid(path + " must be an object");
    }
    String in = path + ".";
    text(node, "mediaType", in);
    text(node, "digest", in);
    text(node, "artifactType", in);
    size(node.path("size"), in);
    texts(node, "urls", in);
    annotations(node, in);
    data(node, in);
    JsonNode platform = node.path("platform");
    if (isThere(platform)) {
      platform(platform, in + "platform");
    }
  }

  private static void size(JsonNode size, String in) {
    if (!size.isIntegralNumber()
        || !size.canConvertToLong()
        || size.asLong() < 0
        || size.asLong() > ManifestDocument.MAX_TOTAL) {
      throw new ManifestInvalid(
          in + "size must be a whole number from 0 to " + ManifestDocument.MAX_TOTAL);
    }
  }

  private static void platform(JsonNode platform, String path) {
    if (!platform.isObject()) {
      throw new ManifestInvalid(path + " must be an object");
    }
    String in = path + ".";
    text(platform, "architecture", in);
    text(platform, "os", in);
    text(platform, "os.version", in);
    text(platform, "variant", in);
    texts(platform, "os.features", in);
    texts(platform, "features", in);
  }

  private static void annotations(JsonNode node, String in) {
    JsonNode annotations = node.path("annotations");
    if (!isThere(annotations)) {
      return;
    }
    if (!annotations.isObject()) {
      throw new ManifestInvalid(in + "annotations must be an object");
    }
    for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
      if (!annotation.getValue().isString()) {
        throw new ManifestInvalid(
            in + "annotations: \"" + abbreviated(annotation.getKey()) + "\" must be a text");
      }
    }
  }

  /** The content itself, as Base64. */
  private static void data(JsonNode node, String in) {
    text(node, "data", in);
    JsonNode data = node.path("data");
    if (!isThere(data)) {
      return;
    }
    try {
      byte[] content = Base64.getDecoder().decode(data.asString());
      if (data.asString().length() % 4 == 0
          && content.length == node.path("size").asLong()
          && Digest.parse(node.path("digest").asString("")).matches(content)) {
        return;
      }
    } catch (InvalidDigest | IllegalArgumentException e) {
      // told below
    }
    throw new ManifestInvalid(in + "data must be the content itself, as Base64");
  }

  private static void text(JsonNode node, String field, String in) {
    JsonNode value = node.path(field);
    if (isThere(value) && !value.isString()) {
      throw new ManifestInvalid(in + field + " must be a text");
    }
  }

  private static void texts(JsonNode node, String field, String in) {
    JsonNode values = node.path(field);
    if (isThere(values) && !values.isArray()) {
      throw new ManifestInvalid(in + field + " must be an array");
    }
    for (JsonNode value : values) {
      if (!value.isString()) {
        throw new ManifestInvalid(in + field + " must be an array of texts");
      }
    }
  }

  /** Writers in Go and Java have null for what there is none of. */
  private static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static String abbreviated(String text) {
    return text.length() <= 140 ? text : text.substring(0, 140) + "…";
  }
}
