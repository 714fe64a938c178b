package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailAddress;
import hub.accounts.EmailState;
import hub.accounts.InvalidEmail;
import hub.accounts.Origin;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.MailedLinks;
import hub.accounts.mail.MailedLinks.Purpose;
import hub.accounts.mail.Mails;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Confirms e-mail addresses by the links that were mailed to them. */
@Service
public class Confirmation {

  private final Accounts accounts;
  private final MailedLinks links;
  private final Mails mails;
  private final RateLimits limits;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Confirmation(
      Accounts accounts,
      MailedLinks links,
      Mails mails,
      RateLimits limits,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.links = links;
    this.mails = mails;
    this.limits = limits;
    this.jdbc = jdbc;
    this.events = events;
    this.transaction = transaction;
  }

  /** What became of a link. */
  public enum Outcome {
    /** The address is confirmed from now on. */
    CONFIRMED,
    /** It was confirmed before; nothing changed. */
    ALREADY,
    /** Too old, or replaced by another address. */
    EXPIRED,
    /** Somebody else has confirmed this address first. */
    TAKEN,
    /** No such link was ever mailed, or it was cut. */
    UNKNOWN
  }

  /**
   * What became of a link, and whose it is.
   *
   * @param first whether this was the account's first confirmation: a newcomer
   */
  public record Result(Outcome outcome, @Nullable Account account, boolean first) {}

  /**
   * Opens a link.
   *
   * @param address where the request came from
   */
  public Result confirm(String secret, String address) {
    Result result = transaction.execute(_ -> confirmInTransaction(secret, address));
    return result;
  }

  private Result confirmInTransaction(String secret, String address) {
    var link = links.find(secret, Purpose.confirm).orElse(null);
    if (link == null) {
      return new Result(Outcome.UNKNOWN, null, false);
    }
    // two links of one address may be opened at once; the address decides between them
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(lower(?), 0))")
        .param(link.email())
        .query()
        .listOfRows();
    var account = accounts.findById(link.accountId()).orElseThrow();
    if (account.isEmailConfirmed() && link.email().equals(account.email())) {
      return new Result(Outcome.ALREADY, account, false);
    }
    if (!account.expects(link.email()) || !link.isOpen()) {
      return new Result(Outcome.EXPIRED, account, false);
    }
    if (accounts.isConfirmed(link.email()) && !isOwn(account, link.email())) {
      return new Result(Outcome.TAKEN, account, false);
    }
    if (!links.use(link)) {
      return new Result(Outcome.EXPIRED, account, false);
    }
    boolean first = !account.isEmailConfirmed();
    EmailState before = EmailState.of(account);
    account.confirm(link.email());
    Account confirmed = accounts.save(account);
    before
        .changedTo(confirmed, Actor.of(account, Credential.none(Origin.of(address, null))))
        .ifPresent(events::publishEvent);
    return new Result(Outcome.CONFIRMED, confirmed, first);
  }

  /** Only the case of its letters is new. */
  private static boolean isOwn(Account account, String email) {
    return account.isEmailConfirmed() && email.equalsIgnoreCase(account.email());
  }

  /**
   * Mails the link again, to the address that waits to be confirmed.
   *
   * @throws TooManyAttempts within 60 seconds of the last
   */
  public void resend(long accountId) {
    var account = accounts.findById(accountId).orElseThrow();
    String email = account.isEmailConfirmed() ? account.pendingEmail() : account.email();
    if (email == null) {
      return;
    }
    limits.take(Limit.RESENDS, Long.toString(accountId));
    limits.take(Limit.MAILS_TO_MAILBOX, email.toLowerCase(Locale.ROOT));
    transaction.executeWithoutResult(_ -> mails.confirmOrTellOwner(account, email));
  }

  /** How long until the link may be mailed again. */
  public Duration untilResend(long accountId) {
    return limits.wait(Limit.RESENDS, Long.toString(accountId));
  }

  /**
   * Corrects the address of an account that is not confirmed, and mails the link there.
   *
   * @throws InvalidEmail where the address is malformed
   * @throws TooManyAttempts after many corrections
   */
  public void correct(Actor actor, long accountId, String email) {
    EmailAddress.require(email);
    limits.take(Limit.CORRECTIONS, Long.toString(accountId));
    limits.tryTake(Limit.RESENDS, Long.toString(accountId));
    boolean mayMail = limits.tryTake(Limit.MAILS_TO_MAILBOX, email.toLowerCase(Locale.ROOT));
    transaction.executeWithoutResult(
        _ -> {
          var account = accounts.findById(accountId).orElseThrow();
          if (account.isEmailConfirmed()) {
            return;
          }
          EmailState before = EmailState.of(account);
          account.changeEmail(email);
          before.changedTo(accounts.save(account), actor).ifPresent(events::publishEvent);
          if (mayMail) {
            mails.confirmOrTellOwner(account, email);
          }
        });
  }
}
