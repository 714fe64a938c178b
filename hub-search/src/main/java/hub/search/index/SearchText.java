package hub.search.index;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a visitor typed, made fit to look for: at most eight words of letters and digits. Whatever
 * else stood between them, SQL and wildcards included, is gone.
 *
 * @param text what was typed, folded and shortened
 */
public record SearchText(String text, List<String> words) {

  private static final int MAX_TEXT = 200;
  private static final int MAX_WORDS = 8;
  private static final int MAX_JOINED = 60;
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern PATH = Pattern.compile("[a-z0-9]+/[a-z0-9._-]*");

  public static SearchText of(String typed) {
    String shortened = typed.length() > MAX_TEXT ? typed.substring(0, MAX_TEXT) : typed;
    String text =
        Normalizer.normalize(shortened.replaceAll("\\p{Cntrl}+", " "), Normalizer.Form.NFC)
            .strip()
            .toLowerCase(Locale.ROOT);
    return new SearchText(
        text,
        Arrays.stream(BETWEEN.split(text)).filter(it -> !it.isEmpty()).limit(MAX_WORDS).toList());
  }

  public boolean isBlank() {
    return text.isBlank();
  }

  public boolean isEmpty() {
    return words.isEmpty();
  }

  /** Whether it is a namespace and a slash, with or without the beginning of a name. */
  public boolean isPath() {
    return PATH.matcher(text).matches();
  }

  /** A pattern for LIKE: names that begin as this path does. */
  public String pathPattern() {
    return text.replace("_", "\\_") + "%";
  }

  /** A pattern for LIKE: names that hold the words in this order. */
  public String namePattern() {
    return words.stream().collect(Collectors.joining("%", "%", "%"));
  }

  /** A query for PostgreSQL's text search: all words, the last of them perhaps not yet whole. */
  public String query() {
    return words.stream().map(it -> "'" + it + "'").collect(Collectors.joining(" & ")) + ":*";
  }

  /** The words as a name would spell them, cut at the length of the longest name. */
  public String joined() {
    String joined = isPath() ? text : String.join("-", words);
    return joined.length() > MAX_JOINED ? joined.substring(0, MAX_JOINED) : joined;
  }
}
