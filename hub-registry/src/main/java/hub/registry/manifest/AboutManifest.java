package hub.registry.manifest;

import hub.registry.ArtifactKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a manifest and its configuration say of it, as it is kept beside the manifest: as JSON with
 * the fields {@code kind}, {@code platform}, {@code osVersion}, {@code osFeatures}, {@code
 * created}, {@code fixedDate}, {@code author}, {@code entrypoint}, {@code cmd}, {@code env}, {@code
 * exposedPorts}, {@code volumes}, {@code labels}, {@code user}, {@code workingDir} and {@code
 * history}. A field without a value is left out.
 *
 * @param createdAt by the configuration, or else by the annotations; null where neither tells
 */
public record AboutManifest(
    ArtifactKind kind, @Nullable Instant createdAt, ImageConfiguration configuration) {

  /**
   * The version of what is kept, and of how it is read: rows of an older one are read again in the
   * background. Raise it with whatever changes for the rows that are there.
   */
  static final int FORM = 1;

  /** By this label of its image a bundle of imgpkg is told. */
  private static final String BUNDLE = "dev.carvel.imgpkg.bundle";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** So many characters of an image's own words are kept; what images say is a tenth of it. */
  static final int MOST_TEXT = 128 * 1024;

  /** What a manifest is about. */
  static AboutManifest of(ManifestDocument document, ImageConfiguration configuration) {
    Instant createdAt = configuration.createdAt();
    ArtifactKind kind = document.kind();
    boolean bundle = kind == ArtifactKind.IMAGE && configuration.labels().containsKey(BUNDLE);
    return new AboutManifest(
        bundle ? ArtifactKind.BUNDLE : kind,
        createdAt == null ? document.createdAt() : createdAt,
        configuration);
  }

  /** A time in an object; null where there is none. */
  static @Nullable Instant created(String object, String field) {
    try {
      return ConfigurationFields.instant(JSON.readTree(object).path(field));
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Whether a row of this form says all that is read from manifests today. */
  public static boolean isCurrent(int form) {
    return form >= FORM;
  }

  /** Reads {@link #text}. */
  public static AboutManifest parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("this is about no manifest", e);
    }
    return new AboutManifest(
        ArtifactKind.parse(root.path("kind").asString("")),
        ConfigurationFields.instant(root.path("created")),
        new ImageConfiguration(
            ConfigurationFields.text(root.path("platform")),
            ConfigurationFields.word(root.path("osVersion")),
            ConfigurationFields.words(root.path("osFeatures")),
            ConfigurationFields.instant(root.path("created")),
            root.path("fixedDate").asBoolean(false)
                || ConfigurationFields.isFixed(root.path("created")),
            ConfigurationFields.text(root.path("author")),
            ConfigurationFields.texts(root.path("entrypoint")),
            ConfigurationFields.texts(root.path("cmd")),
            ConfigurationFields.texts(root.path("env")),
            ConfigurationFields.texts(root.path("exposedPorts")),
            ConfigurationFields.texts(root.path("volumes")),
            ConfigurationFields.pairs(root.path("labels")),
            ConfigurationFields.text(root.path("user")),
            ConfigurationFields.text(root.path("workingDir")),
            ConfigurationFields.history(root.path("history"), "command", "empty")));
  }

  /**
   * As JSON that PostgreSQL can keep: at most {@link #MOST_TEXT} characters of what the image says.
   * What does not fit any more is left out, the history last in the order of its steps.
   */
  public String text() {
    Room room = new Room();
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", kind.text());
    room.put(root, "platform", configuration.platform());
    room.put(root, "osVersion", configuration.osVersion());
    room.put(root, "osFeatures", configuration.osFeatures());
    room.put(root, "created", createdAt == null ? null : createdAt.toString());
    if (configuration.fixedDate()) {
      root.put("fixedDate", true);
    }
    room.put(root, "user", configuration.user());
    room.put(root, "workingDir", configuration.workingDir());
    room.put(root, "author", configuration.author());
    room.put(root, "entrypoint", configuration.entrypoint());
    room.put(root, "cmd", configuration.cmd());
    room.put(root, "exposedPorts", configuration.exposedPorts());
    room.put(root, "volumes", configuration.volumes());
    if (!configuration.labels().isEmpty()) {
      ObjectNode labels = root.putObject("labels");
      configuration
          .labels()
          .forEach(
              (name, value) -> {
                if (room.take(name.length() + value.length())) {
                  labels.put(name, value);
                }
              });
    }
    room.put(root, "env", configuration.env());
    if (!configuration.history().isEmpty()) {
      ArrayNode history = root.putArray("history");
      for (ImageConfiguration.Step step : configuration.history()) {
        if (!room.take(0)) {
          break;
        }
        ObjectNode entry = history.addObject();
        room.put(entry, "command", step.command());
        room.put(entry, "comment", step.comment());
        if (step.empty()) {
          entry.put("empty", true);
        }
      }
    }
    return root.toString();
  }

  /** The room for what an image says of itself, so that no row grows with it without bound. */
  private static final class Room {

    /** What a value costs beside its characters. */
    private static final int EACH = 16;

    private int left = MOST_TEXT;

    boolean take(int characters) {
      if (characters + EACH > left) {
        return false;
      }
      left -= characters + EACH;
      return true;
    }

    void put(ObjectNode object, String field, @Nullable String value) {
      if (value != null && take(value.length())) {
        object.put(field, value);
      }
    }

    void put(ObjectNode object, String field, Iterable<String> values) {
      if (values.iterator().hasNext()) {
        ArrayNode array = object.putArray(field);
        for (String value : values) {
          if (take(value.length())) {
            array.add(value);
          }
        }
      }
    }
  }
}
