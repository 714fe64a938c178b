package hub.registry;

/** A text that cannot name a tag. */
public class InvalidTagName extends RuntimeException {

  InvalidTagName(String text) {
    super(
        "\""
            + (text.length() <= 140 ? text : text.substring(0, 140) + "…")
            + "\" cannot name a tag: use 1 to 128 letters, digits, underscores, dots and dashes,"
            + " and none of the last two in front");
  }
}
