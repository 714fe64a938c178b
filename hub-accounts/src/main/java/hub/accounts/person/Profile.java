package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailAddress;
import hub.accounts.EmailState;
import hub.accounts.InvalidEmail;
import hub.accounts.Origin;
import hub.accounts.PasswordChanged;
import hub.accounts.ProfileChanged;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.SignIns;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.MailOrder;
import hub.accounts.mail.Mails;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What people change about their own account. */
@Service
public class Profile {

  /** Most characters of a full name. */
  public static final int LONGEST_FULL_NAME = 100;

  private final Accounts accounts;
  private final SignIns credentials;
  private final Passwords passwords;
  private final Mails mails;
  private final RateLimits limits;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Profile(
      Accounts accounts,
      SignIns credentials,
      Passwords passwords,
      Mails mails,
      RateLimits limits,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.passwords = passwords;
    this.mails = mails;
    this.limits = limits;
    this.events = events;
    this.transaction = transaction;
  }

  /** What others read beside the Docker ID; at most {@link #LONGEST_FULL_NAME}, may be empty. */
  public void rename(Actor actor, long accountId, String fullName) {
    change(
        accountId,
        it -> {
          String before = it.fullName();
          it.rename(fullName);
          publish(actor, accountId, "full_name", before, it.fullName());
        });
  }

  /** Whether repositories that pushes create are private. */
  public void setPrivateByDefault(Actor actor, long accountId, boolean privateByDefault) {
    change(
        accountId,
        it -> {
          boolean before = it.isPrivateByDefault();
          it.setPrivateByDefault(privateByDefault);
          publish(actor, accountId, "private_by_default", before, privateByDefault);
        });
  }

  private void publish(Actor actor, long accountId, String field, Object before, Object after) {
    if (!before.equals(after)) {
      events.publishEvent(new ProfileChanged(accountId, field, before, after, actor));
    }
  }

  /** Light, dark, or null: as the system has it. */
  public void setTheme(long accountId, @Nullable String theme) {
    change(accountId, it -> it.setTheme(theme));
  }

  /**
   * Asks for another address. It takes over when the link mailed to it is opened; until then the
   * old one stays, and is told.
   *
   * @param address where the request came from
   * @throws BadCredentials where the password is wrong
   * @throws InvalidEmail where the address is malformed
   * @throws TooManyAttempts after many wrong passwords or changes
   */
  public void changeEmail(long accountId, String password, String email, String address) {
    EmailAddress.require(email);
    credentials.signInByPassword(find(accountId).name(), password, address);
    limits.take(Limit.CORRECTIONS, Long.toString(accountId));
    limits.tryTake(Limit.RESENDS, Long.toString(accountId));
    boolean mayMail = limits.tryTake(Limit.MAILS_TO_MAILBOX, email.toLowerCase(Locale.ROOT));
    change(
        accountId,
        account -> {
          String old = account.email();
          EmailState before = EmailState.of(account);
          account.changeEmail(email);
          before.changedTo(account, byPassword(account, address)).ifPresent(events::publishEvent);
          if (mayMail && !(account.isEmailConfirmed() && account.pendingEmail() == null)) {
            mails.confirmOrTellOwner(account, email);
          }
          if (account.pendingEmail() != null && old != null) {
            mails.order(MailOrder.Kind.EMAIL_CHANGING, account, old, email);
          }
        });
  }

  /** Gives up an address that was asked for and is not confirmed. */
  public void keepEmail(Actor actor, long accountId) {
    change(
        accountId,
        account -> {
          String email = account.email();
          if (account.isEmailConfirmed() && email != null) {
            EmailState before = EmailState.of(account);
            account.changeEmail(email);
            before.changedTo(account, actor).ifPresent(events::publishEvent);
          }
        });
  }

  /** Who has just told the password, on the pages. */
  private static Actor byPassword(Account account, String address) {
    return Actor.of(
        account, Credential.password(account.passwordEpoch(), Origin.of(address, null)));
  }

  /**
   * Changes the password, and says so by mail.
   *
   * @param address where the request came from
   * @throws BadCredentials where the current one is wrong
   * @throws WeakPassword where the new one is too easy to guess
   * @throws TooManyAttempts after many wrong ones
   */
  public void changePassword(long accountId, String current, String wanted, String address) {
    var account = find(accountId);
    String email = account.email() == null ? "" : account.email();
    credentials.signInByPassword(account.name(), current, address);
    String hash = passwords.hashStrong(wanted, List.of(account.name(), email));
    change(
        accountId,
        it -> {
          it.setPasswordHash(hash);
          if (it.isEmailConfirmed()) {
            mails.order(MailOrder.Kind.PASSWORD_CHANGED, it, email, "");
          }
          events.publishEvent(new PasswordChanged(accountId, byPassword(it, address)));
        });
  }

  private Account find(long accountId) {
    return accounts.findById(accountId).orElseThrow();
  }

  private void change(long accountId, Consumer<Account> change) {
    transaction.executeWithoutResult(
        _ -> {
          var account = find(accountId);
          change.accept(account);
          accounts.save(account);
        });
  }
}
