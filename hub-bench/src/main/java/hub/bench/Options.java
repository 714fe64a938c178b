package hub.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param jar the hub's
 * @param beside the jar of another version of the hub, measured in the same turns, or null
 * @param javaOptions flags of the hub's virtual machine
 * @param peer a binary of Distribution; {@code auto} finds one, {@code none} runs without
 * @param other any other registry, or null
 * @param only which scenarios, by a part of their name
 * @param rounds how many times each registry takes its turn
 * @param each how long a turn takes
 * @param warmUp how long each registry works before anything is measured
 * @param mostBytes what one turn writes at most
 * @param flood the size of each of many transfers at once, in bytes; 0 for none. See {@link Flood}
 * @param directory for all data; on the disk that is to be measured
 * @param port the first of those to listen on; 0 for any that are free
 * @param out a file for the tables, or null
 */
record Options(
    Path jar,
    @Nullable Path beside,
    List<String> javaOptions,
    String peer,
    @Nullable Other other,
    Pattern only,
    int clients,
    int rounds,
    Duration each,
    Duration warmUp,
    long mostBytes,
    int flood,
    Path directory,
    int port,
    @Nullable Path out) {

  /** A registry that this program knows nothing of. See {@link Peer}. */
  record Other(String name, List<String> command, Path config) {}

  static final String USAGE =
      """
      java -jar hub-bench.jar [options]
        --jar FILE             the hub (hub-web/target/hub.jar)
        --beside FILE          another version of the hub, in the same turns ("hub before")
        --java-options TEXT    flags of its virtual machine (those of the Dockerfile)
        --peer FILE            a binary of Distribution; auto: one that is installed; none (auto)
        --peer-command TEXT    another registry, such as "/opt/zot serve {config}"
        --peer-config FILE     its configuration; {port} and {data} are filled in
        --peer-name TEXT       how the tables call it
        --only REGEX           only scenarios whose name has this
        --clients N            clients at once (4)
        --rounds N             turns of each registry (3)
        --seconds N            length of a turn (3)
        --warm-up N            seconds that each works before all turns (20)
        --most-mb N            what one turn writes at most (1500)
        --flood-mb N           last, 64 uploads and 64 downloads of so much each, at once (0)
        --directory DIR        for all data, deleted at the end (target/bench)
        --port N               first port to listen on (any)
        --out FILE             where the tables go, too\
      """;

  private static final Set<String> KNOWN =
      Set.of(
          "jar",
          "beside",
          "java-options",
          "peer",
          "peer-command",
          "peer-config",
          "peer-name",
          "only",
          "clients",
          "rounds",
          "seconds",
          "warm-up",
          "most-mb",
          "flood-mb",
          "directory",
          "port",
          "out");

  /**
   * @throws IllegalArgumentException with words for whoever typed it
   */
  static Options parse(String... arguments) {
    if (List.of(arguments).contains("--help")) {
      throw new IllegalArgumentException(USAGE);
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!KNOWN.contains(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("What is " + arguments[i] + "?\n" + USAGE);
      }
      given.put(name, arguments[i + 1]);
    }
    String command = given.get("peer-command");
    String config = given.get("peer-config");
    if ((command == null) != (config == null)) {
      throw new IllegalArgumentException("--peer-command and --peer-config go together.");
    }
    String beside = given.get("beside");
    String out = given.get("out");
    return new Options(
        Path.of(given.getOrDefault("jar", "hub-web/target/hub.jar")),
        beside == null ? null : Path.of(beside),
        words(
            given.getOrDefault(
                "java-options",
                "-XX:MaxRAMPercentage=60 -Xms96m -XX:+UseParallelGC -XX:GCTimeRatio=19"
                    + " -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError"
                    + " --enable-native-access=ALL-UNNAMED")),
        given.getOrDefault("peer", "auto"),
        command == null || config == null
            ? null
            : new Other(given.getOrDefault("peer-name", "peer"), words(command), Path.of(config)),
        Pattern.compile(given.getOrDefault("only", "")),
        number(given, "clients", 4),
        number(given, "rounds", 3),
        Duration.ofSeconds(number(given, "seconds", 3)),
        Duration.ofSeconds(number(given, "warm-up", 20)),
        number(given, "most-mb", 1500) * 1_000_000L,
        Math.multiplyExact(number(given, "flood-mb", 0), 1_000_000),
        Path.of(given.getOrDefault("directory", "target/bench")),
        number(given, "port", 0),
        out == null ? null : Path.of(out));
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split(" +"));
  }

  private static int number(Map<String, String> given, String name, int preset) {
    String text = given.get(name);
    if (text == null) {
      return preset;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + " must be a number, and is " + text + ".", e);
    }
  }
}
