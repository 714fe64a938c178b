package hub.accounts;

/** The password of an account was changed: whoever was signed in with the old one is signed out. */
public record PasswordChanged(long accountId, Actor actor) implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("password.change", accountId);
  }
}
