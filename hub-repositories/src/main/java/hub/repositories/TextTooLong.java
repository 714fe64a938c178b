package hub.repositories;

/** A text of more characters than are kept. */
public class TextTooLong extends RuntimeException {

  private final String field;
  private final int max;

  TextTooLong(String field, int max, int length) {
    super("The " + field + " has " + length + " characters; at most " + max + " are kept.");
    this.field = field;
    this.max = max;
  }

  /** {@code description} or {@code overview}. */
  public String field() {
    return field;
  }

  /** How many characters are kept. */
  public int max() {
    return max;
  }
}
