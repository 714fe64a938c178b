package hub.registry.tag;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as a text that sorts as people compare versions: number by number, a release above its
 * variants ({@code -alpine}) and these above what comes before it ({@code -rc1}); within what comes
 * before it as <a href="https://semver.org/#spec-item-11">SemVer</a> has it.
 *
 * <p>Each part begins with a letter that ranks it among what may stand at that place.
 */
final class VersionText {

  private static final Pattern PART = Pattern.compile("([-_.]*)([0-9]+|[^-_.0-9]+)");

  /** Words for what comes before a release, from the earliest. */
  private static final Map<String, Character> EARLY =
      Map.ofEntries(
          Map.entry("dev", 'a'),
          Map.entry("nightly", 'b'),
          Map.entry("unstable", 'b'),
          Map.entry("canary", 'c'),
          Map.entry("ea", 'd'),
          Map.entry("alpha", 'e'),
          Map.entry("beta", 'f'),
          Map.entry("milestone", 'g'),
          Map.entry("preview", 'h'),
          Map.entry("pre", 'h'),
          Map.entry("next", 'i'),
          Map.entry("rc", 'j'),
          Map.entry("cr", 'j'),
          Map.entry("snapshot", 'k'));

  /** Words that say no more than that it is a release. */
  private static final Set<String> RELEASE = Set.of("final", "ga", "release");

  private static final Set<String> PATCH = Set.of("sp", "patch", "p");

  /** At the end of a release: above its variants, below whatever goes on from it. */
  private static final char END = 'm';

  /** At the end of a variant: above all that goes on from it. */
  private static final char END_OF_VARIANT = 'z';

  private static final char WORD_OF_EARLY = 'w';
  private static final char NUMBER = 'u';
  private static final char NUMBER_AFTER_DASH = 's';
  private static final char LETTER = 'q';
  private static final char PATCHED = 'o';
  private static final char VARIANT = 'k';
  private static final char BEFORE = 'f';

  private enum In {
    RELEASE,
    EARLY,
    VARIANT
  }

  private final StringBuilder text = new StringBuilder();
  private In in = In.RELEASE;

  private VersionText() {}

  /**
   * @param version begins with a digit; characters of a tag
   */
  static String of(String version) {
    VersionText whole = new VersionText();
    Matcher part = PART.matcher(version);
    while (part.find()) {
      String separator = part.group(1);
      String word = part.group(2);
      if (Character.isDigit(word.charAt(0))) {
        whole.number(separator, word);
      } else {
        boolean numbered = part.end() < version.length() && isDigit(version.charAt(part.end()));
        whole.word(separator, word, numbered);
      }
    }
    return whole.text.append(whole.in == In.VARIANT ? END_OF_VARIANT : END).toString();
  }

  /** Letters from z to a, so that it sorts downwards from a to z; a shorter text comes first. */
  static String mirrored(String word) {
    StringBuilder mirrored = new StringBuilder(word.length() + 1);
    for (char letter : word.toLowerCase(Locale.ROOT).toCharArray()) {
      mirrored.append((char) ('-' + 'z' - letter));
    }
    return mirrored.append('~').toString();
  }

  /** Its length before it, so that it sorts as a number. */
  private void number(String separator, String digits) {
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    String number = digits.substring(first);
    boolean dash = in == In.RELEASE && (separator.startsWith("-") || separator.startsWith("_"));
    text.append(dash ? NUMBER_AFTER_DASH : NUMBER)
        .append((char) ('0' + number.length() / 100))
        .append((char) ('0' + number.length() / 10 % 10))
        .append((char) ('0' + number.length() % 10))
        .append(number);
  }

  /**
   * @param numbered whether a digit follows at once
   */
  private void word(String separator, String written, boolean numbered) {
    String word = written.toLowerCase(Locale.ROOT);
    boolean attached = separator.isEmpty();
    Character early = early(word, written, attached, numbered);
    if (in == In.EARLY && !separator.startsWith("-") && !separator.startsWith("_")) {
      text.append(WORD_OF_EARLY).append(word).append('!');
    } else if (early != null) {
      text.append(BEFORE).append((char) early);
      in = In.EARLY;
    } else if (in != In.RELEASE) {
      variant(word);
    } else if (PATCH.contains(word) && (numbered || !word.equals("p"))) {
      text.append(PATCHED);
    } else if (attached && word.length() == 1 && word.charAt(0) >= 'a' && word.charAt(0) <= 'z') {
      text.append(LETTER).append(word);
    } else if (!RELEASE.contains(word)) {
      variant(word);
    }
  }

  private void variant(String word) {
    text.append(VARIANT).append(mirrored(word));
    in = In.VARIANT;
  }

  /**
   * How early it is; null where the word does not say so. 3.14a1 is an alpha, 8u392-b08 no beta.
   */
  private static @Nullable Character early(
      String word, String written, boolean attached, boolean numbered) {
    if (numbered && attached && word.equals("a")) {
      return EARLY.get("alpha");
    }
    if (numbered && attached && word.equals("b")) {
      return EARLY.get("beta");
    }
    if (numbered && written.equals("M")) {
      return EARLY.get("milestone");
    }
    return EARLY.get(word);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
