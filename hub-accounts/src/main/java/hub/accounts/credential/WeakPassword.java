package hub.accounts.credential;

/** A password that is refused, and why. */
public class WeakPassword extends RuntimeException {

  private final PasswordStrength strength;

  public WeakPassword(PasswordStrength strength) {
    super("password refused: " + strength.fault());
    this.strength = strength;
  }

  public PasswordStrength strength() {
    return strength;
  }
}
