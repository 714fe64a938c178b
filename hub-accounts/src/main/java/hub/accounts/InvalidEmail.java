package hub.accounts;

import org.jspecify.annotations.Nullable;

/** Something that is no e-mail address, and what was perhaps meant. */
public class InvalidEmail extends RuntimeException {

  /** What is wrong with an address. */
  public enum Fault {
    EMPTY,
    TOO_LONG,
    COMMA,
    SPACE,
    NO_AT,
    MANY_AT,
    NO_DOT,
    MALFORMED
  }

  private final Fault fault;
  private final @Nullable String word;
  private final @Nullable String suggestion;

  InvalidEmail(Fault fault, @Nullable String word, @Nullable String suggestion) {
    super("invalid e-mail address: " + fault);
    this.fault = fault;
    this.word = word;
    this.suggestion = suggestion;
  }

  public Fault fault() {
    return fault;
  }

  /** The word the fault is at, where it is at one. */
  public @Nullable String word() {
    return word;
  }

  /** The address that was perhaps meant. */
  public @Nullable String suggestion() {
    return suggestion;
  }
}
