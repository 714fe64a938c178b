package hub.accounts;

import org.jspecify.annotations.Nullable;

/**
 * How an account stands with its addresses.
 *
 * @param email null where it has none
 * @param pending the one that is to replace it once its link is opened
 */
public record EmailState(@Nullable String email, boolean confirmed, @Nullable String pending) {

  /** Of this account at this moment. */
  public static EmailState of(Account account) {
    return new EmailState(account.email(), account.isEmailConfirmed(), account.pendingEmail());
  }
}
