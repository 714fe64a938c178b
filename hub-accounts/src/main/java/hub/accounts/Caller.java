package hub.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Who makes this request. Immutable; made once a request by whoever checked the credentials.
 *
 * @param account who signed in; null for an anonymous caller
 * @param credential what the caller came with
 * @param reach how far that reaches; a password or a session reaches as far as its owner
 */
public record Caller(@Nullable Identity account, Credential credential, Reach reach) {

  /**
   * What of an account decides permissions.
   *
   * @param confirmed whether the e-mail address was confirmed; unconfirmed accounts only look
   * @param siteAdmin whether this account runs the whole site
   */
  public record Identity(long id, String name, boolean confirmed, boolean siteAdmin) {}

  private static final Caller ANONYMOUS = anonymous(Origin.INSIDE);

  /** Nobody in particular, from nowhere in particular. */
  public static Caller anonymous() {
    return ANONYMOUS;
  }

  /** Nobody in particular: sees what is public. */
  public static Caller anonymous(Origin origin) {
    return new Caller(null, Credential.none(origin), Reach.READING);
  }

  /** The owner of this account, who came with this. */
  public static Caller of(Account account, Credential credential, Reach reach) {
    return new Caller(
        new Identity(
            account.id(), account.name(), account.isEmailConfirmed(), account.isSiteAdmin()),
        credential,
        reach);
  }

  /** The same caller in another request. */
  public Caller from(Origin origin) {
    return new Caller(account, credential.from(origin), reach);
  }

  public boolean isAnonymous() {
    return account == null;
  }

  /** Whether this caller is the account of that id. */
  public boolean is(long accountId) {
    return account != null && account.id() == accountId;
  }

  /** Whether the caller may do anything but look: signed in, and the e-mail confirmed. */
  public boolean isConfirmed() {
    return account != null && account.confirmed();
  }

  /** The id of the account, or null for an anonymous caller. */
  public @Nullable Long accountId() {
    return account == null ? null : account.id();
  }

  /** Who this is, as what is done by them records it. */
  public Actor actor() {
    return new Actor(accountId(), account == null ? "" : account.name(), credential);
  }
}
