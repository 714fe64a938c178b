package hub.accounts;

/** A name that nobody can sign up with, and why. */
public class InvalidAccountName extends RuntimeException {

  private final AccountName.Fault fault;

  public InvalidAccountName(AccountName.Fault fault) {
    super("invalid account name: " + fault);
    this.fault = fault;
  }

  public AccountName.Fault fault() {
    return fault;
  }
}
