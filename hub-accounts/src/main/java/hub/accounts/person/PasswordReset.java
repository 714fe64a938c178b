package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailState;
import hub.accounts.Origin;
import hub.accounts.PasswordChanged;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.ClientNetwork;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.MailOrder;
import hub.accounts.mail.MailedLinks;
import hub.accounts.mail.MailedLinks.Purpose;
import hub.accounts.mail.Mails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** A forgotten password: a link by mail, and a new one. */
@Service
public class PasswordReset {

  private final Accounts accounts;
  private final MailedLinks links;
  private final Mails mails;
  private final Passwords passwords;
  private final RateLimits limits;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  PasswordReset(
      Accounts accounts,
      MailedLinks links,
      Mails mails,
      Passwords passwords,
      RateLimits limits,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.links = links;
    this.mails = mails;
    this.passwords = passwords;
    this.limits = limits;
    this.events = events;
    this.transaction = transaction;
  }

  /**
   * Mails a link where somebody has this name or address; says nothing of it either way.
   *
   * @param address where the request came from
   * @throws TooManyAttempts after many from one address
   */
  public void request(String nameOrEmail, String address) {
    limits.take(Limit.RESETS_FROM_ADDRESS, ClientNetwork.of(address));
    var account = accounts.findByNameOrEmail(nameOrEmail).orElse(null);
    String email = account == null ? null : account.email();
    // Taken for the unknown too, so that both take as long.
    String mailbox = email == null ? nameOrEmail : email;
    boolean mayMail = limits.tryTake(Limit.MAILS_TO_MAILBOX, mailbox.toLowerCase(Locale.ROOT));
    if (account != null && email != null && mayMail) {
      transaction.executeWithoutResult(_ -> mails.order(MailOrder.Kind.RESET, account, email, ""));
    }
  }

  /** The account whose password this link may set; empty where it is used, old or unknown. */
  public Optional<Account> find(String secret) {
    return links
        .find(secret, Purpose.reset)
        .filter(MailedLinks.Link::isOpen)
        .flatMap(it -> accounts.findById(it.accountId()).filter(a -> it.email().equals(a.email())));
  }

  /**
   * Sets a new password, ends all sessions, and says so by mail. Whoever opened the mail has also
   * shown that the address is theirs.
   *
   * @param address where the request came from
   * @return the account; empty where the link is used, old or unknown
   * @throws WeakPassword where the password is too easy to guess
   */
  public Optional<Account> change(String secret, String password, String address) {
    var account = find(secret).orElse(null);
    if (account == null) {
      return Optional.empty();
    }
    String email = account.email() == null ? "" : account.email();
    String hash = passwords.hashStrong(password, List.of(account.name(), email));
    Optional<Account> changed =
        transaction.execute(
            _ -> {
              var link = links.find(secret, Purpose.reset).orElseThrow();
              if (!links.use(link)) {
                return Optional.empty();
              }
              links.endAll(account.id(), Purpose.reset);
              var fresh = accounts.findById(account.id()).orElseThrow();
              EmailState before = EmailState.of(fresh);
              fresh.setPasswordHash(hash);
              if (!fresh.isEmailConfirmed() && !accounts.isConfirmed(link.email())) {
                fresh.confirm(link.email());
              }
              accounts.save(fresh);
              mails.order(MailOrder.Kind.PASSWORD_CHANGED, fresh, link.email(), "");
              Actor actor = Actor.of(fresh, Credential.none(Origin.of(address, null)));
              events.publishEvent(new PasswordChanged(fresh.id(), actor));
              before.changedTo(fresh, actor).ifPresent(events::publishEvent);
              return Optional.of(fresh);
            });
    return changed;
  }
}
