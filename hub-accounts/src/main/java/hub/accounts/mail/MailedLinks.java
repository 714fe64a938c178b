package hub.accounts.mail;

import hub.accounts.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Links that were mailed: each opens once, for a time. Only the hash of its secret is kept. */
@Component
public class MailedLinks {

  /** What a link is for. */
  public enum Purpose {
    confirm,
    reset
  }

  /** A link as it stands. */
  public record Link(byte[] hash, long accountId, String email, boolean used, boolean expired) {

    /** Whether it still opens what it was mailed for. */
    public boolean isOpen() {
      return !used && !expired;
    }
  }

  private final JdbcClient jdbc;

  MailedLinks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes a link and tells its secret. */
  public String make(long accountId, Purpose purpose, String email, Duration life) {
    var secret = Secret.random(40);
    jdbc.sql(
            """
            insert into mailed_link (secret_hash, account_id, purpose, email, expires_at)
            values (:hash, :account, :purpose, :email, :expires)
            """)
        .param("hash", secret.hash())
        .param("account", accountId)
        .param("purpose", purpose.name())
        .param("email", email)
        .param("expires", Timestamp.from(Instant.now().plus(life)))
        .update();
    return secret.text();
  }

  /** The link of this secret, whatever its state. */
  public Optional<Link> find(String secret, Purpose purpose) {
    return jdbc.sql(
            """
            select secret_hash, account_id, email, used_at is not null as used,
              expires_at <= now() as expired
            from mailed_link where secret_hash = :hash and purpose = :purpose
            """)
        .param("hash", new Secret(secret).hash())
        .param("purpose", purpose.name())
        .query(MailedLinks::link)
        .optional();
  }

  /** Uses a link up. False where it is used or expired: of two who open it at once, one wins. */
  public boolean use(Link link) {
    return jdbc.sql(
                """
                update mailed_link set used_at = now()
                where secret_hash = ? and used_at is null and expires_at > now()
                """)
            .param(link.hash())
            .update()
        == 1;
  }

  /** Ends all open links of one kind that an account has. */
  public void endAll(long accountId, Purpose purpose) {
    jdbc.sql(
            """
            update mailed_link set used_at = now()
            where account_id = :account and purpose = :purpose and used_at is null
            """)
        .param("account", accountId)
        .param("purpose", purpose.name())
        .update();
  }

  private static Link link(ResultSet row, int number) throws SQLException {
    return new Link(
        row.getBytes("secret_hash"),
        row.getLong("account_id"),
        row.getString("email"),
        row.getBoolean("used"),
        row.getBoolean("expired"));
  }
}
