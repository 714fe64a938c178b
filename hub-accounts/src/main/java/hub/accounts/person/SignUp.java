package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.AccountCreated;
import hub.accounts.AccountName;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailAddress;
import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.Origin;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.ClientNetwork;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.Mails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes accounts.
 *
 * <p>The answer is the same whether or not the address is known: an account is made either way, and
 * the mailbox alone learns the rest. Where the address belongs to somebody, that mail has no link,
 * so the new account stays unconfirmed until it is given another address.
 */
@Service
public class SignUp {

  private final SignUpSettings properties;
  private final Accounts accounts;
  private final Passwords passwords;
  private final RateLimits limits;
  private final Mails mails;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  SignUp(
      SignUpSettings properties,
      Accounts accounts,
      Passwords passwords,
      RateLimits limits,
      Mails mails,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.properties = properties;
    this.accounts = accounts;
    this.passwords = passwords;
    this.limits = limits;
    this.mails = mails;
    this.jdbc = jdbc;
    this.events = events;
    this.transaction = transaction;
  }

  /** Whether anyone may sign up. */
  public boolean isOpen() {
    return properties.signup() == SignUpSettings.Signup.OPEN;
  }

  /** What keeps a person from signing up with this name; null where it is free. */
  public AccountName.@Nullable Fault check(String name) {
    var fault = AccountName.check(name);
    return fault == null && accounts.existsByName(name) ? AccountName.Fault.TAKEN : fault;
  }

  /**
   * Makes an account whose address is not confirmed, and mails the link to confirm it.
   *
   * @param address where the request came from
   * @throws InvalidAccountName where the name is malformed, reserved or taken
   * @throws InvalidEmail where the address is malformed
   * @throws WeakPassword where the password is too easy to guess
   * @throws SignUpClosed where the operator lets nobody sign up
   * @throws TooManyAttempts after very many from one address
   */
  public Account signUp(String name, String email, String password, String address) {
    if (!isOpen()) {
      throw new SignUpClosed();
    }
    var fault = check(name);
    if (fault != null) {
      throw new InvalidAccountName(fault);
    }
    EmailAddress.require(email);
    // before the password is hashed, which costs us more than them
    limits.take(Limit.SIGN_UPS_FROM_ADDRESS, ClientNetwork.of(address));
    String hash = passwords.hashStrong(password, List.of(name, email));
    boolean mayMail = limits.tryTake(Limit.MAILS_TO_MAILBOX, email.toLowerCase(Locale.ROOT));
    Account account =
        transaction.execute(
            _ -> {
              var made = accounts.findById(insert(name, email, hash)).orElseThrow();
              if (mayMail) {
                mails.confirmOrTellOwner(made, email);
              }
              events.publishEvent(
                  new AccountCreated(
                      made.id(), name, Actor.of(made, Credential.none(Origin.of(address, null)))));
              return made;
            });
    // the timer of "send it again" begins now
    limits.tryTake(Limit.RESENDS, Long.toString(account.id()));
    return account;
  }

  /** Two who want one name at once: the row decides. */
  private long insert(String name, String email, String hash) {
    Optional<Long> id =
        jdbc.sql(
                """
                insert into account (name, kind, email, password_hash)
                values (:name, 'person', :email, :hash)
                on conflict (name) do nothing
                returning id
                """)
            .param("name", name)
            .param("email", email)
            .param("hash", hash)
            .query(Long.class)
            .optional();
    return id.orElseThrow(() -> new InvalidAccountName(AccountName.Fault.TAKEN));
  }
}
