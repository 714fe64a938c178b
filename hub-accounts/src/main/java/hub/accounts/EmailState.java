package hub.accounts;

import java.util.Optional;
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

  /** What has become of it since; empty where that is nothing. */
  public Optional<EmailChanged> changedTo(Account account, Actor actor) {
    EmailState after = of(account);
    return equals(after)
        ? Optional.empty()
        : Optional.of(new EmailChanged(account.id(), this, after, actor));
  }
}
