package hub.registry.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * @param history the steps that made the image, oldest first
 */
public record ImageConfiguration(
    @Nullable String platform,
    @Nullable Instant createdAt,
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
   * @param empty true where it made no layer
   */
  public record Step(String command, boolean empty) {}

  private static final String SHELL = "/bin/sh -c ";
  private static final String NOP = "#(nop) ";
  private static final String BUILDKIT = "# buildkit";

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

  /** Reads a configuration; one that can not be read tells nothing. */
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
        instant(root.path("created")),
        text(root.path("author")),
        texts(config.path("Entrypoint")),
        texts(config.path("Cmd")),
        texts(config.path("Env")),
        List.copyOf(config.path("ExposedPorts").propertyNames()),
        List.copyOf(config.path("Volumes").propertyNames()),
        labels(config.path("Labels")),
        text(config.path("User")),
        text(config.path("WorkingDir")),
        history(root.path("history")));
  }

  private static @Nullable String platform(JsonNode root) {
    String os = text(root.path("os"));
    String architecture = text(root.path("architecture"));
    String variant = text(root.path("variant"));
    if (os == null || architecture == null) {
      return null;
    }
    String platform = os + "/" + architecture + (variant == null ? "" : "/" + variant);
    return platform.length() <= 100 ? platform : null;
  }

  private static List<Step> history(JsonNode history) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode entry : history) {
      String command = text(entry.path("created_by"));
      String comment = text(entry.path("comment"));
      steps.add(
          new Step(
              command != null ? tidy(command) : comment != null ? comment : "",
              entry.path("empty_layer").asBoolean(false)));
    }
    return steps;
  }

  /** A command as its author wrote it, without what builders put around it. */
  static String tidy(String command) {
    String rest = command.strip();
    if (rest.endsWith(BUILDKIT)) {
      rest = rest.substring(0, rest.length() - BUILDKIT.length()).strip();
    }
    if (rest.startsWith("RUN " + SHELL)) {
      return "RUN " + rest.substring(("RUN " + SHELL).length()).strip();
    }
    if (rest.startsWith("|")) {
      // the classic builder puts the build arguments in front: |1 VERSION=2 /bin/sh -c make
      int shell = rest.indexOf(SHELL);
      rest = shell < 0 ? rest : rest.substring(shell);
    }
    if (rest.startsWith(SHELL)) {
      String inner = rest.substring(SHELL.length()).strip();
      return inner.startsWith(NOP) ? inner.substring(NOP.length()).strip() : "RUN " + inner;
    }
    return rest;
  }

  private static @Nullable Instant instant(JsonNode node) {
    String text = text(node);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> label : node.properties()) {
      String value = label.getValue().isString() ? label.getValue().asString() : "";
      labels.put(label.getKey(), value);
    }
    return labels;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : node) {
      if (entry.isString()) {
        texts.add(entry.asString());
      }
    }
    return texts;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() && !node.asString().isEmpty() ? node.asString().replace("\0", "") : null;
  }
}
