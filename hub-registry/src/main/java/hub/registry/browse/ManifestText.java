package hub.registry.browse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a manifest that was taken says to people. It was checked when it was pushed, but for what
 * nothing depends on: that may be of any type here, and is left out where it is of another.
 *
 * @param layers its layers or files, the first ones
 * @param manifests what it lists, the first ones
 * @param listed how many it lists
 */
record ManifestText(
    @Nullable String artifactType,
    @Nullable String configType,
    @Nullable String subject,
    Map<String, String> annotations,
    List<Entry> layers,
    List<Entry> manifests,
    int listed) {

  /** A page shows so many entries; those of real manifests are far fewer. */
  static final int MOST_ENTRIES = 200;

  private static final int MOST_ANNOTATIONS = 100;
  private static final int LONGEST = 4096;
  private static final int LONGEST_WORD = 255;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One entry.
   *
   * @param about what a builder says that it is of
   */
  record Entry(
      String digest,
      String mediaType,
      long size,
      @Nullable String title,
      @Nullable String artifactType,
      @Nullable String platform,
      @Nullable String about) {}

  static ManifestText parse(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      // An older version may have taken what this one would not.
      root = JSON.createObjectNode();
    }
    return new ManifestText(
        word(root.path("artifactType")),
        word(root.path("config").path("mediaType")),
        word(root.path("subject").path("digest")),
        annotations(root),
        entries(root.path("layers")),
        entries(root.path("manifests")),
        root.path("manifests").size());
  }

  private static Map<String, String> annotations(JsonNode node) {
    var annotations = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> one : node.path("annotations").properties()) {
      JsonNode value = one.getValue();
      if (annotations.size() < MOST_ANNOTATIONS && value.isString()) {
        annotations.put(cut(one.getKey()), cut(value.asString()));
      }
    }
    return annotations;
  }

  private static List<Entry> entries(JsonNode array) {
    var entries = new ArrayList<Entry>();
    for (JsonNode node : array) {
      String digest = word(node.path("digest"));
      String mediaType = word(node.path("mediaType"));
      if (entries.size() < MOST_ENTRIES && digest != null && mediaType != null) {
        JsonNode annotations = node.path("annotations");
        entries.add(
            new Entry(
                digest,
                mediaType,
                node.path("size").asLong(0),
                word(annotations.path("org.opencontainers.image.title")),
                word(node.path("artifactType")),
                platform(node.path("platform")),
                about(annotations)));
      }
    }
    return entries;
  }

  private static @Nullable String about(JsonNode annotations) {
    String builders = word(annotations.path("vnd.docker.reference.digest"));
    return builders != null
        ? builders
        : word(annotations.path("com.amazon.soci.image-manifest-digest"));
  }

  /** As {@link PlatformImage#label}; null where it is unknown. */
  private static @Nullable String platform(JsonNode node) {
    String os = word(node.path("os"));
    String architecture = word(node.path("architecture"));
    if (os == null || architecture == null || os.equals(PlatformImage.UNKNOWN)) {
      return null;
    }
    StringBuilder label = new StringBuilder(os).append('/').append(architecture);
    String variant = word(node.path("variant"));
    if (variant != null) {
      label.append('/').append(variant);
    }
    String version = word(node.path("os.version"));
    if (version != null) {
      label.append(' ').append(version);
    }
    for (JsonNode feature : node.path("os.features")) {
      String word = word(feature);
      if (word != null && label.length() < LONGEST_WORD) {
        label.append(' ').append(word);
      }
    }
    return label.toString();
  }

  /** A text that may stand in a line; null where there is none. */
  private static @Nullable String word(JsonNode node) {
    String text = node.isString() ? node.asString() : "";
    return text.isEmpty() || text.length() > LONGEST_WORD ? null : text;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
