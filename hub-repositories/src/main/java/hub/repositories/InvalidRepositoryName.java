package hub.repositories;

import java.util.regex.Pattern;

/** A text that cannot name a repository, with the rule it breaks. */
public class InvalidRepositoryName extends RuntimeException {

  /** A name as the distribution specification has it, which is no rule of this hub's. */
  private static final Pattern SPECIFIED =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");

  private final String rule;
  private final boolean specified;

  InvalidRepositoryName(String text, String rule) {
    super("\"" + abbreviated(text) + "\" cannot name a repository: " + rule);
    this.rule = rule;
    this.specified = text.length() <= 1_000 && SPECIFIED.matcher(text).matches();
  }

  /** The rule that is broken, in words for people. */
  public String rule() {
    return rule;
  }

  /** Whether another registry might have a repository of this name. */
  public boolean isSpecified() {
    return specified;
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
