package hub.accounts.credential;

import org.jspecify.annotations.Nullable;

/**
 * What a password is worth.
 *
 * @param score 0 (guessed at once) to 4 (very hard to guess), after zxcvbn
 * @param fault why it is refused; null where it is taken
 */
public record PasswordStrength(int score, @Nullable Fault fault) {

  /** Why a password is refused. */
  public enum Fault {
    EMPTY,
    TOO_SHORT,
    TOO_LONG,
    /** Clients cut it off, so the password would not open there. */
    SPACE_AT_AN_END,
    WEAK
  }

  public boolean isEnough() {
    return fault == null;
  }
}
