package hub.accounts;

/** An account was made: by its person, or by the operator for the first site admin. */
public record AccountCreated(long accountId, String name, Actor actor) implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("account.create", accountId).object(name);
  }
}
