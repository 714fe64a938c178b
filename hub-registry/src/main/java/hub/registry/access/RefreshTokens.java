package hub.registry.access;

import hub.accounts.BadCredentials;
import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.registry.Digest.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What {@code docker login} keeps instead of the password. Only its hash is stored. It dies with
 * the access token it was made from, or with the password: whoever changes that is rid of it.
 */
@Component
public class RefreshTokens {

  private static final String PREFIX = "hubr_";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;

  RefreshTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Makes one for an account that has just signed in.
   *
   * @param secret the password or access token it signed in with
   */
  public String issue(long accountId, String secret, String clientId) {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    jdbc.sql(
            """
            insert into refresh_token
              (secret_hash, account_id, access_token_id, password_mark, client_id, expires_at)
            select :hash, a.id, t.id,
                   case when t.id is null then sha256(convert_to(a.password_hash, 'UTF8')) end,
                   :client, now() + interval '180 days'
            from account a
            left join access_token t on t.secret_hash = :secret and t.account_id = a.id
            where a.id = :account
            """)
        .param("hash", sha256(token))
        .param("secret", sha256(secret))
        .param("client", clientId.length() <= 100 ? clientId : clientId.substring(0, 100))
        .param("account", accountId)
        .update();
    return token;
  }

  /**
   * Whose token this is, with the reach of what it was made from.
   *
   * @throws BadCredentials where it is unknown, expired or revoked
   */
  public Caller redeem(String token) {
    Caller caller = find(token);
    if (caller == null) {
      throw new BadCredentials();
    }
    jdbc.sql(
            """
            update refresh_token set last_used_at = now()
            where secret_hash = ?
              and (last_used_at is null or last_used_at < now() - interval '1 hour')
            """)
        .param(sha256(token))
        .update();
    return caller;
  }

  /** Forgets those that open nothing any more; tells how many. */
  public int sweep() {
    return jdbc.sql(
            """
            delete from refresh_token r
            using account a
            where a.id = r.account_id
              and (r.expires_at < now()
                   or r.password_mark <> sha256(convert_to(a.password_hash, 'UTF8'))
                   or exists (select from access_token t
                              where t.id = r.access_token_id
                                and (t.revoked_at is not null or t.expires_at < now())))
            """)
        .update();
  }

  private @Nullable Caller find(String token) {
    if (!token.startsWith(PREFIX)) {
      return null;
    }
    return jdbc.sql(
            """
            select a.id, a.name, a.email_confirmed_at is not null as confirmed, a.site_admin,
                   upper(coalesce(t.scope, 'admin')) as reach
            from refresh_token r
            join account a on a.id = r.account_id
            left join access_token t on t.id = r.access_token_id
            where r.secret_hash = ? and r.expires_at > now()
              and case when r.access_token_id is null
                  then r.password_mark = sha256(convert_to(a.password_hash, 'UTF8'))
                  else t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) end
            """)
        .param(sha256(token))
        .query(
            (row, index) ->
                new Caller(
                    new Caller.Identity(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getBoolean("confirmed"),
                        row.getBoolean("site_admin")),
                    TokenScope.valueOf(row.getString("reach"))))
        .optional()
        .orElse(null);
  }

  private static byte[] sha256(String text) {
    return Algorithm.SHA256.newHash().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
