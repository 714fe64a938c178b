package hub.accounts;

import org.jspecify.annotations.Nullable;

/** Something that is no e-mail address, and what was perhaps meant. */
public class InvalidEmail extends RuntimeException {

  private final EmailAddress.Fault fault;
  private final @Nullable String word;
  private final @Nullable String suggestion;

  InvalidEmail(EmailAddress.Fault fault, @Nullable String word, @Nullable String suggestion) {
    super("invalid e-mail address: " + fault);
    this.fault = fault;
    this.word = word;
    this.suggestion = suggestion;
  }

  public EmailAddress.Fault fault() {
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
