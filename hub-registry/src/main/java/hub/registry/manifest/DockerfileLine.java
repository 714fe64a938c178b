package hub.registry.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of what builders write into the history of an image the line that its author wrote. */
final class DockerfileLine {

  private static final String SHELL = "/bin/sh -c ";
  private static final String NOP = "#(nop) ";
  private static final String BUILDKIT = "# buildkit";
  private static final String HEALTHCHECK = "HEALTHCHECK &{[";

  /** The classic builder names what it copied by a hash of its own, which nobody can look up. */
  private static final Pattern HASHED =
      Pattern.compile("(ADD|COPY) (?:file|dir|multi):[0-9a-f]{64} in (.+)", Pattern.DOTALL);

  /** The options of a health check, in the order in which Go prints them. */
  private static final List<String> TIMES =
      List.of("--interval", "--timeout", "--start-period", "--start-interval");

  private DockerfileLine() {}

  /** A command as its author wrote it, without what builders put around it. */
  static String of(String command) {
    String line = withoutShell(command);
    if (line.startsWith(HEALTHCHECK)) {
      return healthCheck(line);
    }
    Matcher hashed = HASHED.matcher(line);
    return hashed.matches() ? hashed.group(1) + " → " + hashed.group(2).strip() : line;
  }

  private static String withoutShell(String command) {
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

  /**
   * Docker prints the structure of Go: {@code HEALTHCHECK &{["CMD" "/bin/true"] "30s" "0s" "0s"
   * "0s" '\x03'}}. What is not quite that stays as it is.
   */
  private static String healthCheck(String line) {
    List<String> texts = new ArrayList<>();
    int at = quoted(line, HEALTHCHECK.length(), texts);
    int words = texts.size();
    if (words == 0 || at >= line.length() || line.charAt(at) != ']') {
      return line;
    }
    at = quoted(line, at + 1, texts);
    int end = line.lastIndexOf("'}");
    if (texts.size() - words > TIMES.size() || end <= at || line.charAt(at) != '\'') {
      return line;
    }
    StringBuilder check = new StringBuilder("HEALTHCHECK");
    for (int i = words; i < texts.size(); i++) {
      // before version 25 Docker had no --start-interval, and printed one time less
      if (!texts.get(i).equals("0s")) {
        check.append(' ').append(TIMES.get(i - words)).append('=').append(texts.get(i));
      }
    }
    int retries = rune(line.substring(at + 1, end));
    if (retries > 0) {
      check.append(" --retries=").append(retries);
    }
    List<String> test = texts.subList(0, words);
    return switch (test.getFirst()) {
      case "NONE" -> "HEALTHCHECK NONE";
      case "CMD-SHELL" -> check + " CMD " + String.join(" ", test.subList(1, words));
      case "CMD" -> check + " CMD " + array(test.subList(1, words));
      default -> line;
    };
  }

  private static String array(List<String> words) {
    List<String> quoted =
        words.stream()
            .map(it -> '"' + it.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .toList();
    return "[" + String.join(", ", quoted) + "]";
  }

  /** Reads Go's quoted texts, with a blank between them; tells where the first other thing is. */
  private static int quoted(String line, int start, List<String> texts) {
    int at = start;
    while (at < line.length()) {
      if (line.charAt(at) == ' ') {
        at++;
        continue;
      }
      if (line.charAt(at) != '"') {
        return at;
      }
      StringBuilder text = new StringBuilder();
      at++;
      while (at < line.length() && line.charAt(at) != '"') {
        if (line.charAt(at) == '\\' && at + 1 < line.length()) {
          at++;
          text.append(
              switch (line.charAt(at)) {
                case 'n' -> '\n';
                case 't' -> '\t';
                default -> line.charAt(at);
              });
        } else {
          text.append(line.charAt(at));
        }
        at++;
      }
      texts.add(text.toString());
      at++;
    }
    return at;
  }

  /** The number of a character as Go quotes it; 0 where it is none. */
  private static int rune(String quoted) {
    if (quoted.length() == 1) {
      return quoted.charAt(0);
    }
    if (!quoted.startsWith("\\")) {
      return 0;
    }
    if (quoted.length() == 2) {
      int named = "abtnvfr".indexOf(quoted.charAt(1));
      return named < 0 ? quoted.charAt(1) : 7 + named;
    }
    return quoted.matches("\\\\[xuU][0-9a-f]{2,8}") ? Integer.parseInt(quoted.substring(2), 16) : 0;
  }
}
