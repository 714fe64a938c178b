package hub.web.startup;

import hub.db.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has set, checked and ready to start with.
 *
 * @param properties Spring properties
 * @param warnings one sentence for each {@code HUB_…} name that means nothing
 */
record OperatorSettings(Map<String, Object> properties, List<String> warnings) {

  private static final String FILE = "_FILE";

  /** Names that belong to the tests, not to the hub. */
  private static final String OF_TESTS = "HUB_TEST_";

  private static final Set<Variable> DATABASE =
      EnumSet.of(Variable.HUB_DB_URL, Variable.HUB_DB_USER, Variable.HUB_DB_PASSWORD);
  private static final Set<Variable> ADMIN =
      EnumSet.of(
          Variable.HUB_ADMIN_USERNAME, Variable.HUB_ADMIN_EMAIL, Variable.HUB_ADMIN_PASSWORD);

  private static final Set<Variable> BUCKET =
      EnumSet.of(Variable.HUB_S3_BUCKET, Variable.HUB_S3_ACCESS_KEY, Variable.HUB_S3_SECRET_KEY);

  /**
   * Reads them.
   *
   * @param environment the variables of the process
   * @throws StartRefused with one sentence that names the variable which is bad or missing
   */
  static OperatorSettings read(Map<String, String> environment) {
    var values = new EnumMap<Variable, String>(Variable.class);
    for (Variable variable : Variable.values()) {
      String given = given(variable, environment);
      if (given != null) {
        values.put(variable, variable.parse(given));
      }
    }
    allOrNone(DATABASE, values.keySet(), "the embedded PostgreSQL");
    allOrNone(ADMIN, values.keySet(), "a set-up link");
    if ("s3".equals(values.get(Variable.HUB_STORAGE)) && !values.keySet().containsAll(BUCKET)) {
      throw new StartRefused("HUB_STORAGE is s3: set %s, all of them.".formatted(names(BUCKET)));
    }
    var properties = new HashMap<String, Object>();
    for (Variable variable : Variable.values()) {
      String value = values.getOrDefault(variable, variable.preset());
      if (value != null) {
        properties.put(variable.property(), value);
      }
    }
    properties.putIfAbsent(
        Variable.HUB_URL.property(),
        ("off".equals(properties.get("hub.tls")) ? "http" : "https")
            + "://localhost:"
            + properties.get(Variable.HUB_PORT.property()));
    return new OperatorSettings(properties, warnings(environment.keySet()));
  }

  private static @Nullable String given(Variable variable, Map<String, String> environment) {
    String value = environment.getOrDefault(variable.name(), "");
    String file = environment.getOrDefault(variable + FILE, "");
    if (file.isBlank()) {
      return value.isBlank() ? null : value;
    }
    if (!value.isBlank()) {
      throw new StartRefused(
          "%1$s and %1$s_FILE are both set: keep one of them.".formatted(variable));
    }
    try {
      String content = Files.readString(Path.of(file)).strip();
      if (content.isEmpty()) {
        throw new StartRefused("%s_FILE names %s, which is empty.".formatted(variable, file));
      }
      return content;
    } catch (IOException | InvalidPathException e) {
      throw new StartRefused(
          "%s_FILE names %s, which cannot be read.".formatted(variable, file), e);
    }
  }

  private static void allOrNone(Set<Variable> group, Set<Variable> set, String otherwise) {
    var missing = EnumSet.copyOf(group);
    missing.removeAll(set);
    if (!missing.isEmpty() && missing.size() < group.size()) {
      var given = EnumSet.copyOf(group);
      given.removeAll(missing);
      throw new StartRefused(
          "Of %s only %s is set: set all of them, or none for %s."
              .formatted(names(group), names(given), otherwise));
    }
  }

  private static String names(Set<Variable> variables) {
    return String.join(", ", variables.stream().map(Variable::name).toList());
  }

  private static List<String> warnings(Set<String> names) {
    var known = new TreeSet<String>();
    for (Variable variable : Variable.values()) {
      known.add(variable.name());
      known.add(variable + FILE);
    }
    var warnings = new ArrayList<String>();
    for (String name : new TreeSet<>(names)) {
      if (name.startsWith("HUB_") && !name.startsWith(OF_TESTS) && !known.contains(name)) {
        String nearest =
            known.stream().min(Comparator.comparingInt(it -> distance(it, name))).orElseThrow();
        warnings.add("%s means nothing to the hub; did you mean %s?".formatted(name, nearest));
      }
    }
    return warnings;
  }

  /** How many letters must be put in, taken out or changed to make one of the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
