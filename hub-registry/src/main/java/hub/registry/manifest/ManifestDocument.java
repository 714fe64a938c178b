package hub.registry.manifest;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.InvalidDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a manifest says, read from its bytes and checked. The bytes themselves are kept as they
 * came.
 *
 * @param artifactType what it is, by which clients filter referrers; where an image has none, the
 *     type of its configuration
 * @param config null for an index
 * @param layers from the base; of an index, what it lists and is no manifest, as the caches of
 *     BuildKit do
 * @param children of an index; none for an image
 * @param subject the manifest it is about
 * @param annotations as JSON
 * @see <a href="https://github.com/opencontainers/image-spec">OCI image specification</a>
 */
public record ManifestDocument(
    String mediaType,
    @Nullable String artifactType,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Descriptor> children,
    @Nullable Digest subject,
    @Nullable String annotations) {

  /** The largest manifest that is taken, in bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * The most bytes of anything that a manifest refers to, and of all its blobs together: 512 TiB.
   * So ten thousand children of an index together still are a number of 64 bits.
   */
  public static final long MAX_TOTAL = 1L << 49;

  private static final int MAX_DESCRIPTORS = 10_000;

  private static final String CREATED = "org.opencontainers.image.created";

  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\u0000");

  /** Bounds what a hostile document can cost, and refuses keys that two readers see differently. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxTokenCount(500_000)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a manifest that is pushed.
   *
   * @param contentType of the request, without parameters; null where it had none
   * @throws ManifestInvalid says what is wrong with it
   */
  public static ManifestDocument parse(byte[] body, @Nullable String contentType) {
    ImageSpecification.checkEncoding(body);
    JsonNode root = readTree(body);
    String mediaType = mediaType(root, contentType);
    ImageSpecification.check(root);
    ManifestDocument document = read(root, mediaType);
    if (document.blobs().stream().mapToLong(Descriptor::size).sum() > MAX_TOTAL) {
      throw tooLarge();
    }
    return document;
  }

  /**
   * Reads a manifest that is kept. An earlier version asked less of it.
   *
   * @throws ManifestInvalid where not even that version would have taken it
   */
  static ManifestDocument stored(byte[] body, String mediaType) {
    JsonNode root = readTree(body);
    return read(root, mediaType(root, mediaType));
  }

  static ManifestInvalid tooLarge() {
    return new ManifestInvalid("an image or an index has at most " + MAX_TOTAL + " bytes");
  }

  private static ManifestDocument read(JsonNode root, String mediaType) {
    if (root.path("schemaVersion").asInt(0) != 2) {
      throw new ManifestInvalid("schemaVersion must be 2");
    }
    boolean index = MediaTypes.isIndex(mediaType);
    if (root.has("manifests") && (root.has("layers") || root.has("config"))) {
      throw new ManifestInvalid("a manifest has either layers or manifests, not both");
    }
    Descriptor config = index ? null : descriptor(required(root, "config"), "config");
    List<Descriptor> layers = descriptors(root, index ? "manifests" : "layers");
    List<Descriptor> children = List.of();
    if (index) {
      Map<Boolean, List<Descriptor>> parted =
          layers.stream()
              .collect(Collectors.partitioningBy(it -> MediaTypes.isManifest(it.mediaType())));
      children = parted.getOrDefault(true, List.of());
      layers = parted.getOrDefault(false, List.of());
    }
    JsonNode subject = root.path("subject");
    JsonNode annotations = root.path("annotations");
    if (!annotations.isMissingNode() && !annotations.isNull() && !annotations.isObject()) {
      throw new ManifestInvalid("annotations must be an object");
    }
    return new ManifestDocument(
        mediaType,
        artifactType(root, config),
        config,
        layers,
        children,
        subject.isObject() ? descriptor(subject, "subject").digest() : null,
        annotations.isObject() ? withoutNul(annotations) : null);
  }

  /** What it is of. */
  ArtifactKind kind() {
    return ArtifactKind.of(
        MediaTypes.isIndex(mediaType),
        artifactType,
        config == null ? null : config.mediaType(),
        layers.stream().map(Descriptor::mediaType).toList());
  }

  /** When it was made, as its annotations say; null where they do not. */
  @Nullable Instant createdAt() {
    return annotations == null ? null : AboutManifest.created(annotations, CREATED);
  }

  /** Everything it refers to by digest that must be a blob of the repository. */
  List<Descriptor> blobs() {
    if (config == null) {
      return layers;
    }
    List<Descriptor> blobs = new ArrayList<>(layers.size() + 1);
    blobs.add(config);
    blobs.addAll(layers);
    return blobs;
  }

  private static JsonNode readTree(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new ManifestInvalid("the manifest is not valid JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new ManifestInvalid("the manifest must be a JSON object");
    }
    return root;
  }

  private static String mediaType(JsonNode root, @Nullable String contentType) {
    String inside = text(root, "mediaType");
    String mediaType =
        contentType != null
            ? contentType
            : inside != null
                ? inside
                : root.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    if (MediaTypes.isSchema1(mediaType) || root.path("schemaVersion").asInt(0) == 1) {
      throw new ManifestInvalid(
          "manifests of schema 1 are not taken: push with a client of 2016 or newer");
    }
    if (!MediaTypes.isManifest(mediaType)) {
      throw new ManifestInvalid("the media type " + abbreviated(mediaType) + " is not supported");
    }
    if (inside != null && !inside.equals(mediaType)) {
      throw new ManifestInvalid(
          "mediaType is "
              + abbreviated(inside)
              + " in the manifest and "
              + mediaType
              + " in Content-Type");
    }
    return mediaType;
  }

  private static @Nullable String artifactType(JsonNode root, @Nullable Descriptor config) {
    String own = text(root, "artifactType");
    if (own != null && own.length() > 255) {
      throw new ManifestInvalid("artifactType is longer than 255 characters");
    }
    return own != null || config == null ? own : config.mediaType();
  }

  /** Nothing depends on it but what is shown, so what is no type is none. */
  private static @Nullable String artifactTypeOfEntry(JsonNode entry) {
    String type = ConfigurationFields.text(entry.path("artifactType"));
    return type == null || type.length() > 255 ? null : type;
  }

  private static List<Descriptor> descriptors(JsonNode root, String field) {
    JsonNode array = required(root, field);
    if (!array.isArray()) {
      throw new ManifestInvalid(field + " must be an array");
    }
    if (array.size() > MAX_DESCRIPTORS) {
      throw new ManifestInvalid(field + " has more than " + MAX_DESCRIPTORS + " entries");
    }
    List<Descriptor> descriptors = new ArrayList<>(array.size());
    for (JsonNode entry : array) {
      descriptors.add(descriptor(entry, field));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode node, String field) {
    String mediaType = text(node, "mediaType");
    String digest = text(node, "digest");
    JsonNode size = node.path("size");
    if (mediaType == null || digest == null) {
      throw new ManifestInvalid(field + " must have mediaType and digest");
    }
    if (mediaType.length() > 255) {
      throw new ManifestInvalid("a mediaType in " + field + " is longer than 255 characters");
    }
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
      throw new ManifestInvalid(field + " must have a size of 0 or more");
    }
    JsonNode platform = node.path("platform");
    try {
      return new Descriptor(
          mediaType,
          Digest.parse(digest),
          size.asLong(),
          MediaTypes.isForeign(mediaType) && node.path("urls").size() > 0,
          platform.isObject() ? withoutNul(platform) : null,
          artifactTypeOfEntry(node));
    } catch (InvalidDigest e) {
      throw new ManifestInvalid(field + ": " + e.getMessage());
    }
  }

  /** As JSON that PostgreSQL can keep. What follows an escaped backslash is text. */
  private static String withoutNul(JsonNode object) {
    return NUL.matcher(object.toString()).replaceAll("$1");
  }

  private static JsonNode required(JsonNode root, String field) {
    JsonNode node = root.path(field);
    if (node.isMissingNode() || node.isNull()) {
      throw new ManifestInvalid(field + " is missing");
    }
    return node;
  }

  /** A text without the NUL that PostgreSQL cannot keep; null where there is none. */
  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() || value.asString().isEmpty() || value.asString().indexOf('\0') >= 0) {
      throw new ManifestInvalid(field + " must be a text");
    }
    return value.asString();
  }

  private static String abbreviated(String text) {
    return text.length() <= 140 ? text : text.substring(0, 140) + "…";
  }
}
