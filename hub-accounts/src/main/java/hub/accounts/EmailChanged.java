package hub.accounts;

/** Another address was asked for, given up or confirmed. */
public record EmailChanged(long accountId, EmailState before, EmailState after, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("email.change", accountId)
        .changed("email", before.email(), after.email())
        .changed("confirmed", before.confirmed(), after.confirmed())
        .changed("pending", before.pending(), after.pending());
  }
}
