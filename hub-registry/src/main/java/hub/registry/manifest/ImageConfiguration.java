package hub.registry.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration of an image, as far as people look at it. Whoever builds images writes it, so
 * nothing in it is trusted to be there or to be of its type.
 *
 * @param platform {@code os/architecture} or {@code os/architecture/variant}; null where unknown
 * @param osVersion of Windows, mostly; null where none is given
 * @param osFeatures what the system must have beside
 * @param createdAt null where there is none, or one that is no moment but fixed
 * @param fixedDate whether its date was fixed, so that the same input makes the same image
 * @param history the steps that made the image, oldest first
 */
public record ImageConfiguration(
    @Nullable String platform,
    @Nullable String osVersion,
    List<String> osFeatures,
    @Nullable Instant createdAt,
    boolean fixedDate,
    @Nullable String author,
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    @Nullable String user,
    @Nullable String workingDir,
    List<Step> history) {

  /**
   * One step.
   *
   * @param command as the builder wrote it; null where it wrote none
   * @param empty true where it made no layer
   */
  public record Step(@Nullable String command, @Nullable String comment, boolean empty) {

    /** The command as its author wrote it, or else the comment, or else nothing. */
    public String text() {
      return command != null ? DockerfileLine.of(command) : comment != null ? comment : "";
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxTokenCount(500_000)
                          .build())
                  .build())
          .build();

  /** What is known where there is none, or none that can be read. */
  static final ImageConfiguration NONE = parse(new byte[0]);

  /** Reads a configuration; one that cannot be read tells nothing. */
  public static ImageConfiguration parse(byte[] bytes) {
    JsonNode root;
    try {
      root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      root = JSON.createObjectNode();
    }
    JsonNode config = root.path("config");
    return new ImageConfiguration(
        platform(root),
        ConfigurationFields.word(root.path("os.version")),
        ConfigurationFields.words(root.path("os.features")),
        ConfigurationFields.instant(root.path("created")),
        ConfigurationFields.isFixed(root.path("created")),
        ConfigurationFields.text(root.path("author")),
        ConfigurationFields.texts(config.path("Entrypoint")),
        ConfigurationFields.texts(config.path("Cmd")),
        ConfigurationFields.texts(config.path("Env")),
        ConfigurationFields.names(config.path("ExposedPorts")),
        ConfigurationFields.names(config.path("Volumes")),
        ConfigurationFields.pairs(config.path("Labels")),
        ConfigurationFields.text(config.path("User")),
        ConfigurationFields.text(config.path("WorkingDir")),
        ConfigurationFields.history(root.path("history"), "created_by", "empty_layer"));
  }

  private static @Nullable String platform(JsonNode root) {
    String os = ConfigurationFields.text(root.path("os"));
    String architecture = ConfigurationFields.text(root.path("architecture"));
    String variant = ConfigurationFields.text(root.path("variant"));
    if (os == null || architecture == null) {
      return null;
    }
    String platform = os + "/" + architecture + (variant == null ? "" : "/" + variant);
    return platform.length() <= 100 ? platform : null;
  }
}
