package hub.registry.tag;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * A text for each tag, so that sorting the texts downwards puts versions first, the newest on top
 * (6.0.10 above 6.0.9, 1.0 above 1.0-rc1), and all other names after them from a to z. The order is
 * Maven's; as a text it can be indexed and paged in the database.
 */
final class VersionOrder {

  private static final Pattern VERSION = Pattern.compile("v?([0-9].*)");
  private static final Pattern TOKEN = Pattern.compile("([.-]?)([0-9]+|[^0-9.-]+)|[.-]");

  /** Maven's ranks; the release itself stands between snapshot and sp. */
  private static final Map<String, String> QUALIFIERS =
      Map.of("alpha", "a", "beta", "b", "milestone", "c", "rc", "d", "snapshot", "e", "sp", "g");

  private static final String RELEASE = "f";
  private static final String OTHER_WORD = "h";
  private static final String NUMBER_AFTER_DASH = "i";
  private static final String NUMBER = "j";

  private VersionOrder() {}

  static String key(String tag) {
    Matcher version = VERSION.matcher(tag);
    return version.matches() ? "1" + versionKey(version.group(1)) : "0" + reversed(tag);
  }

  private static String versionKey(String version) {
    StringBuilder key = new StringBuilder();
    Matcher token = TOKEN.matcher(new ComparableVersion(version).getCanonical());
    while (token.find()) {
      String word = token.group(2);
      if (word == null) {
        continue;
      }
      if (Character.isDigit(word.charAt(0))) {
        key.append("-".equals(token.group(1)) ? NUMBER_AFTER_DASH : NUMBER)
            .append("%03d".formatted(word.length()))
            .append(word);
      } else {
        String rank = QUALIFIERS.get(word);
        key.append(rank != null ? rank : OTHER_WORD + word + "!");
      }
    }
    return key.append(RELEASE).toString();
  }

  /** Mirrors each character within those that a tag may have; a shorter name sorts higher. */
  private static String reversed(String name) {
    StringBuilder mirrored = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      mirrored.append((char) ('-' + 'z' - name.charAt(i)));
    }
    return mirrored.append('~').toString();
  }
}
