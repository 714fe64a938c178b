package hub.accounts;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request. Immutable; made once a request by whoever checked the credentials.
 *
 * @param account who signed in; null for an anonymous caller
 * @param scope how far the credential reaches; a password or a session reaches as far as its owner
 */
public record Caller(@Nullable Identity account, TokenScope scope) implements Serializable {

  /**
   * What of an account decides permissions.
   *
   * @param confirmed whether the e-mail address was confirmed; unconfirmed accounts only look
   * @param siteAdmin whether this account runs the whole site
   */
  public record Identity(long id, String name, boolean confirmed, boolean siteAdmin)
      implements Serializable {}

  private static final Caller ANONYMOUS = new Caller(null, TokenScope.READ);

  /** Nobody in particular: sees what is public. */
  public static Caller anonymous() {
    return ANONYMOUS;
  }

  /** The owner of this account, signed in by password or session. */
  public static Caller of(Account account) {
    return of(account, TokenScope.ADMIN);
  }

  /** The owner of this account, signed in by a credential that reaches as far as its scope. */
  public static Caller of(Account account, TokenScope scope) {
    return new Caller(
        new Identity(
            account.id(), account.name(), account.isEmailConfirmed(), account.isSiteAdmin()),
        scope);
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
}
