package hub.accounts.credential;

import hub.accounts.Caller;
import hub.accounts.Credential;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether what a caller came with still stands. A door that asks for a permission asks this in the
 * same query ({@code hub.repositories.access.Permissions}); every other door asks here.
 */
@Component
public class Epochs {

  private final JdbcClient jdbc;

  Epochs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The caller as the account is at this moment; empty where the credential has ended: its access
   * token was revoked or expired, the password was changed, or the account was suspended. One
   * indexed query; none for an anonymous caller.
   */
  public Optional<Caller> standing(Caller caller) {
    Caller.Identity account = caller.account();
    if (account == null) {
      return Optional.of(caller);
    }
    long id = account.id();
    Credential credential = caller.credential();
    return jdbc.sql("select name, confirmed, site_admin from account_stands(?, ?, ?, ?)")
        .param(id)
        .param(credential.epoch().account())
        .param(credential.id())
        .param(credential.epoch().credential())
        .query(
            (row, _) ->
                new Caller(
                    new Caller.Identity(
                        id,
                        row.getString("name"),
                        row.getBoolean("confirmed"),
                        row.getBoolean("site_admin")),
                    credential,
                    caller.reach()))
        .optional();
  }

  /**
   * The caller as the account is at this moment.
   *
   * @throws BadCredentials where the credential has ended
   */
  public Caller require(Caller caller) {
    return standing(caller).orElseThrow(BadCredentials::new);
  }
}
