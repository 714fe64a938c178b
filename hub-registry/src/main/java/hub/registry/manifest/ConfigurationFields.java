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

  private static final int LONGEST_WORD = 64;
  private static final int MOST_WORDS = 8;

  /**
   * No image was built before there were any. Builders whose images are the same for the same input
   * write year 1, 1970 or 1980.
   */
  private static final int FIRST_YEAR = 1990;

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

  /** A text so short that it may stand in a line; null where there is none. */
  static @Nullable String word(JsonNode node) {
    String text = text(node);
    return text == null || text.length() > LONGEST_WORD ? null : text;
  }

  /** The first few texts of an array that may stand in a line. */
  static List<String> words(JsonNode node) {
    return texts(node).stream()
        .filter(it -> !it.isEmpty() && it.length() <= LONGEST_WORD)
        .limit(MOST_WORDS)
        .toList();
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

  /** A time, where it is one at which an image can have been built. */
  static @Nullable Instant instant(JsonNode node) {
    OffsetDateTime time = time(node);
    return time == null || time.getYear() < FIRST_YEAR || time.getYear() >= 10_000
        ? null
        : time.toInstant();
  }

  /** Whether it is a time at which no image was built: one that a builder always writes. */
  static boolean isFixed(JsonNode node) {
    OffsetDateTime time = time(node);
    return time != null && time.getYear() < FIRST_YEAR;
  }

  private static @Nullable OffsetDateTime time(JsonNode node) {
    String text = text(node);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text);
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
