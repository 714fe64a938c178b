package hub.accounts;

/**
 * Somebody has signed in: on the pages, by the API, or by {@code docker login}. Who brings the
 * secret with each request does not sign in anew.
 *
 * @param way {@code pages}, {@code api} or {@code docker}
 */
public record SignedIn(long accountId, String way, Actor actor) implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofAccount("account.sign-in", accountId).object(way);
  }
}
