package hub.registry;

import java.util.regex.Pattern;

/** The name of a tag: 1 to 128 letters, digits, underscores, dots and dashes. */
public record TagName(String value) implements Reference {

  private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  public TagName {
    if (!RULE.matcher(value).matches()) {
      throw new InvalidTagName(value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
