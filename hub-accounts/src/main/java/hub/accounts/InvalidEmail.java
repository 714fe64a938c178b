package hub.accounts;

/** Something that is no e-mail address. */
public class InvalidEmail extends RuntimeException {

  private final EmailMistake mistake;

  InvalidEmail(EmailMistake mistake) {
    super("invalid e-mail address: " + mistake.fault());
    this.mistake = mistake;
  }

  public EmailMistake mistake() {
    return mistake;
  }
}
