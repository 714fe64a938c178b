package hub.webhooks;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People whose address is confirmed, for tests. */
record People(JdbcClient jdbc) {

  Caller person(String name) {
    long id =
        jdbc.sql(
                """
                insert into account (name, kind, email, email_confirmed_at, password_hash)
                values (:name, 'person', :name || '@example.org', now(), 'none') returning id
                """)
            .param("name", name)
            .query(Long.class)
            .single();
    return new Caller(
        new Caller.Identity(id, name, true, false),
        Credential.password(Epoch.FIRST, Origin.INSIDE),
        Reach.EVERYTHING);
  }
}
