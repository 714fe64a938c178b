package hub.registry.protocol;

import hub.accounts.Actor;
import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.accounts.TokenScope;
import hub.accounts.credential.AccessTokens;
import java.util.UUID;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Makes people with access tokens, quicker than signing them up. */
@TestComponent
record People(JdbcClient jdbc, AccessTokens tokens) {

  /** The hash of a password that nobody knows; tests sign in with access tokens. */
  private static final String NO_PASSWORD =
      "{argon2}"
          + Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()
              .encode(UUID.randomUUID().toString());

  /** A person, and the secret to sign in with. */
  record Person(long id, String name, String secret) {

    RegistryClient client(int port) {
      return RegistryClient.basic(port, name, secret);
    }

    /** The same, confirmed, for what is asked without HTTP. */
    Caller caller() {
      return new Caller(
          new Caller.Identity(id, name, true, false),
          Credential.password(Epoch.FIRST, Origin.INSIDE),
          Reach.EVERYTHING);
    }
  }

  Person confirmed(String name) {
    return person(name, true, false, TokenScope.ADMIN);
  }

  Person unconfirmed(String name) {
    return person(name, false, false, TokenScope.ADMIN);
  }

  Person siteAdmin(String name) {
    return person(name, true, true, TokenScope.ADMIN);
  }

  Person with(Person person, TokenScope scope) {
    return new Person(
        person.id(), person.name(), tokens.create(Actor.HUB, person.id(), "a test", scope, null));
  }

  private Person person(String name, boolean confirmed, boolean admin, TokenScope scope) {
    long id =
        jdbc.sql(
                """
                insert into account (name, kind, email, email_confirmed_at, password_hash, site_admin)
                values (:name, 'person', :name || '@example.org',
                        case when :confirmed then now() end, :password, :admin)
                returning id
                """)
            .param("name", name)
            .param("confirmed", confirmed)
            .param("password", NO_PASSWORD)
            .param("admin", admin)
            .query(Long.class)
            .single();
    return new Person(id, name, tokens.create(Actor.HUB, id, "a test", scope, null));
  }
}
