package hub.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with something that was to be an e-mail address.
 *
 * @param word the word the fault is at, where it is at one
 * @param suggestion the address that was perhaps meant
 */
public record EmailMistake(Fault fault, @Nullable String word, @Nullable String suggestion) {

  /** A kind of mistake. */
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
}
