package hub.registry.manifest;

import hub.registry.manifest.ImageConfiguration.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads JSON of which nothing is sure: what is missing or of another type is absent. No text has a
 * NUL, which PostgreSQL cannot keep.
 */
final class ConfigurationFields {

  private ConfigurationFields() {}

  /** A text that says something. */
  static @Nullable String text(JsonNode node) {
    String text = node.isString() ? withoutNul(node.asString()) : "";
    return text.isEmpty() ? null : text;
  }

  /** The texts of an array; what else is in it is left out. */
  static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode entry : node) {
        if (entry.isString()) {
          texts.add(withoutNul(entry.asString()));
        }
      }
    }
    return texts;
  }

  /** The names of the fields of an object. */
  static List<String> names(JsonNode node) {
    return node.propertyNames().stream().map(ConfigurationFields::withoutNul).toList();
  }

  /** The fields of an object; a value that is no text is empty. */
  static Map<String, String> pairs(JsonNode node) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      pairs.put(withoutNul(field.getKey()), value.isString() ? withoutNul(value.asString()) : "");
    }
    return pairs;
  }

  /** A time, where it is one that a calendar shows. Go writes its zero, in year 1, for none. */
  static @Nullable Instant instant(JsonNode node) {
    String text = text(node);
    if (text == null) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return time.getYear() > 1 && time.getYear() < 10_000 ? time.toInstant() : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * Steps, oldest first.
   *
   * @param command the name of the field that holds it
   * @param empty the name of the field that tells that there is no layer
   */
  static List<Step> history(JsonNode node, String command, String empty) {
    List<Step> steps = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode entry : node) {
        steps.add(
            new Step(
                text(entry.path(command)),
                text(entry.path("comment")),
                entry.path(empty).asBoolean(false)));
      }
    }
    return steps;
  }

  private static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }
}
