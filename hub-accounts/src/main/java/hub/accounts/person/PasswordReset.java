package hub.accounts.person;

import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailAddress;
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
import hub.db.task.TaskQueue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** A forgotten password: a link by mail, and a new one. */
@Service
public class PasswordReset {

  static final TaskDescriptor<Request> TASK = TaskDescriptor.of("password-reset", Request.class);

  private final Accounts accounts;
  private final MailedLinks links;
  private final Mails mails;
  private final Passwords passwords;
  private final RateLimits limits;
  private final TaskQueue queue;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  PasswordReset(
      Accounts accounts,
      MailedLinks links,
      Mails mails,
      Passwords passwords,
      RateLimits limits,
      TaskQueue queue,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.links = links;
    this.mails = mails;
    this.passwords = passwords;
    this.limits = limits;
    this.queue = queue;
    this.events = events;
    this.transaction = transaction;
  }

  /**
   * Mails a link where somebody has this name or address; says nothing of it either way, nor does
   * the time that it takes: whose it is is looked up later, in {@link #mail}.
   *
   * @param address where the request came from
   * @throws TooManyAttempts after many from one address
   */
  public void request(String nameOrEmail, String address) {
    limits.take(Limit.RESETS_FROM_ADDRESS, ClientNetwork.of(address));
    String called = nameOrEmail.strip();
    Request request =
        new Request(called.substring(0, Math.min(called.length(), EmailAddress.LONGEST + 1)));
    transaction.executeWithoutResult(
        _ ->
            queue.add(
                TASK.instance(UUID.randomUUID().toString())
                    .data(request)
                    .priority(Priority.HIGH)
                    .build(),
                TaskQueue.NOBODY));
  }

  /**
   * That somebody asked for a link.
   *
   * @param nameOrEmail as it was typed
   */
  record Request(String nameOrEmail) {}

  /** Mails the link that was asked for, where somebody has this name or address. */
  void mail(Request request) {
    Account account = accounts.findByNameOrEmail(request.nameOrEmail()).orElse(null);
    String email = account == null ? null : account.email();
    if (account != null
        && email != null
        && limits.tryTake(Limit.MAILS_TO_MAILBOX, email.toLowerCase(Locale.ROOT))) {
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
