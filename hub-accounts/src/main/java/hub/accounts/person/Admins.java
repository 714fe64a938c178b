package hub.accounts.person;

import hub.accounts.Account;
import hub.accounts.AccountCreated;
import hub.accounts.AccountName;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Credential;
import hub.accounts.EmailAddress;
import hub.accounts.Origin;
import hub.accounts.credential.Passwords;
import hub.db.StartRefused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first of those who run the site: at start, from what the operator has set, or by the
 * set-up page. Nobody is made an admin whose name is taken: the name alone proves nothing. At start
 * it is done before the port opens, so that who waits for an answer can sign in at once.
 */
@Service
class Admins implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(Admins.class);

  private final SignUpSettings.Admin admin;
  private final Accounts accounts;
  private final Passwords passwords;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;

  Admins(
      SignUpSettings properties,
      Accounts accounts,
      Passwords passwords,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      TransactionTemplate transaction) {
    this.admin = properties.admin();
    this.accounts = accounts;
    this.passwords = passwords;
    this.jdbc = jdbc;
    this.events = events;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    String name = set(admin.username());
    String email = set(admin.email());
    String password = set(admin.password());
    if (name == null && email == null && password == null) {
      return;
    }
    if (name == null || email == null || password == null) {
      throw new StartRefused(
          "HUB_ADMIN_USERNAME, HUB_ADMIN_EMAIL and HUB_ADMIN_PASSWORD belong together: set all of"
              + " them or none.");
    }
    if (AccountName.checkForOperator(name) != null) {
      throw new StartRefused(
          "HUB_ADMIN_USERNAME must be 4 to 30 lower-case letters and digits, and no name that the"
              + " hub's addresses use.");
    }
    if (!EmailAddress.isValid(email)) {
      throw new StartRefused("HUB_ADMIN_EMAIL must be an e-mail address.");
    }
    if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
      throw new StartRefused(
          "HUB_ADMIN_PASSWORD must have "
              + Passwords.SHORTEST
              + " to "
              + Passwords.LONGEST
              + " characters.");
    }
    if (accounts.existsByName(name)) {
      return;
    }
    if (accounts.isConfirmed(email)) {
      throw new StartRefused(
          "HUB_ADMIN_EMAIL belongs to another account. Set another address, or unset"
              + " HUB_ADMIN_USERNAME.");
    }
    if (!passwords.rate(password, List.of(name, email)).isEnough()) {
      LOG.warn(
          "HUB_ADMIN_PASSWORD is easy to guess. Choose a better one under /settings/password.");
    }
    String hash = passwords.hash(password);
    transaction.executeWithoutResult(_ -> make(name, email, hash, Origin.INSIDE));
  }

  /** Makes a confirmed admin; empty where the name or the address was taken meanwhile. */
  Optional<Account> make(String name, String email, String passwordHash, Origin origin) {
    Optional<Account> made =
        jdbc.sql(
                """
            insert into account (name, kind, email, email_confirmed_at, password_hash, site_admin)
            values (:name, 'person', :email, now(), :hash, true)
            on conflict do nothing
            returning id
            """)
            .param("name", name)
            .param("email", email)
            .param("hash", passwordHash)
            .query(Long.class)
            .optional()
            .flatMap(accounts::findById);
    made.ifPresent(
        it ->
            events.publishEvent(
                new AccountCreated(it.id(), it.name(), Actor.of(it, Credential.none(origin)))));
    return made;
  }

  private static @Nullable String set(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
