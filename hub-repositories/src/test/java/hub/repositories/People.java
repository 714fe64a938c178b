package hub.repositories;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.TokenScope;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes people for tests, quicker than signing them up. */
public record People(JdbcClient jdbc) {

  public Caller confirmed(String name) {
    return person(name, true, false, TokenScope.ADMIN);
  }

  public Caller unconfirmed(String name) {
    return person(name, false, false, TokenScope.ADMIN);
  }

  public Caller siteAdmin(String name) {
    return person(name, true, true, TokenScope.ADMIN);
  }

  public static Caller with(Caller caller, TokenScope scope) {
    return new Caller(caller.account(), caller.credential(), scope.reach());
  }

  private Caller person(String name, boolean confirmed, boolean admin, TokenScope scope) {
    long id =
        jdbc.sql(
                """
                insert into account (name, kind, email, email_confirmed_at, password_hash, site_admin)
                values (:name, 'person', :name || '@example.org',
                        case when :confirmed then now() end, 'none', :admin)
                returning id
                """)
            .param("name", name)
            .param("confirmed", confirmed)
            .param("admin", admin)
            .query(Long.class)
            .single();
    return new Caller(
        new Caller.Identity(id, name, confirmed, admin),
        Credential.password(Epoch.FIRST, Origin.INSIDE),
        scope.reach());
  }
}
