package hub.repositories;

/** A text that cannot name a repository, with the rule it breaks. */
public class InvalidRepositoryName extends RuntimeException {

  private final String rule;

  InvalidRepositoryName(String text, String rule) {
    super("\"" + abbreviated(text) + "\" cannot name a repository: " + rule);
    this.rule = rule;
  }

  /** The rule that is broken, in words for people. */
  public String rule() {
    return rule;
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
