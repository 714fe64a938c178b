package hub.registry.access;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.SignedIn;
import hub.accounts.TokenScope;
import hub.accounts.credential.BadCredentials;
import hub.registry.Digest.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What {@code docker login} keeps instead of the password. Only its hash is stored. It dies with
 * the access token it was made from, or with the password: whoever changes that is rid of it. Else
 * it lives as long as it is used: each use gives it another half year.
 *
 * <p>It is used any number of times, by any number of machines, and has no successor: no client
 * writes one down where the next run would find it (crane, ko, kaniko and cosign go on with it for
 * one run, docker writes it down only at {@code login}, containerd never), so one that came again
 * would tell nothing of theft and end the login of an honest job.
 */
@Component
public class RefreshTokens {

  private static final String PREFIX = "hubr_";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How long a token that nobody uses is kept. */
  private static final String IDLE = "interval '180 days'";

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  RefreshTokens(JdbcClient jdbc, ApplicationEventPublisher events) {
    this.events = events;
    this.jdbc = jdbc;
  }

  /**
   * Makes one for an account that has just signed in.
   *
   * @param caller who signed in, with a password or an access token
   * @param clientId what the client calls itself; at most 100 characters are kept
   * @throws BadCredentials where what it signed in with has ended meanwhile
   */
  @Transactional
  public String issue(Caller caller, String clientId) {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    int made =
        jdbc.sql(
                """
            insert into refresh_token
              (secret_hash, account_id, access_token_id, password_mark, client_id, expires_at,
               account_epoch, credential_epoch)
            select :hash, a.id, cast(:token as uuid),
                   case when cast(:token as uuid) is null
                     then sha256(convert_to(a.password_hash, 'UTF8')) end,
                   :client, now() + %s, :epoch, :credentialEpoch
            from account a
            where a.id = :account
              and exists (select from account_stands(a.id, :epoch, :token, :credentialEpoch))
            """
                    .formatted(IDLE))
            .param("hash", sha256(token))
            .param("token", caller.credential().id(), Types.OTHER)
            .param("client", clientId.length() <= 100 ? clientId : clientId.substring(0, 100))
            .param("account", caller.accountId())
            .param("epoch", caller.credential().epoch().account())
            .param("credentialEpoch", caller.credential().epoch().credential())
            .update();
    Caller.Identity account = caller.account();
    if (made == 0 || account == null) {
      throw new BadCredentials();
    }
    events.publishEvent(new SignedIn(account.id(), "docker", caller.actor()));
    return token;
  }

  /**
   * Takes a token, which stays good.
   *
   * @return whose it is, with the reach of what it was made from
   * @throws BadCredentials where it is unknown, revoked, or was not used for half a year
   */
  public Caller redeem(String token, Origin origin) {
    Found found = find(token, origin);
    if (found == null) {
      throw new BadCredentials();
    }
    markUsed(token, found);
    return found.caller();
  }

  /** With the first of its family, without which those that an earlier version made cannot be. */
  private void markUsed(String token, Found found) {
    jdbc.sql(
            """
            update refresh_token set last_used_at = now(), expires_at = now() + %s
            where secret_hash = any(?)
              and (last_used_at is null or last_used_at < now() - interval '1 hour')
            """
                .formatted(IDLE))
        .param(new byte[][] {sha256(token), found.root()})
        .update();
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

  private record Found(Caller caller, byte[] root) {}

  private @Nullable Found find(String token, Origin origin) {
    if (!token.startsWith(PREFIX)) {
      return null;
    }
    return jdbc.sql(
            """
            select a.id, a.name, a.email_confirmed_at is not null as confirmed, a.site_admin,
                   a.epoch, t.id as token, coalesce(t.scope, 'admin') as scope,
                   coalesce(t.epoch, a.password_epoch) as credential_epoch,
                   coalesce(r.root, r.secret_hash) as root
            from refresh_token r
            join account a on a.id = r.account_id
            left join access_token t on t.id = r.access_token_id
            where r.secret_hash = ? and r.expires_at > now() and a.suspended_at is null
              and a.epoch = coalesce(r.account_epoch, 0)
              and (r.credential_epoch is null
                   or r.credential_epoch = coalesce(t.epoch, a.password_epoch))
              and case when r.access_token_id is null
                  then r.password_mark = sha256(convert_to(a.password_hash, 'UTF8'))
                  else t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) end
            """)
        .param(sha256(token))
        .query(
            (row, index) ->
                new Found(
                    new Caller(
                        new Caller.Identity(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getBoolean("confirmed"),
                            row.getBoolean("site_admin")),
                        credential(row, origin),
                        TokenScope.parse(row.getString("scope")).reach()),
                    row.getBytes("root")))
        .optional()
        .orElse(null);
  }

  private static Credential credential(ResultSet row, Origin origin) throws SQLException {
    UUID token = row.getObject("token", UUID.class);
    Epoch epoch = new Epoch(row.getInt("epoch"), row.getInt("credential_epoch"));
    return token == null
        ? Credential.password(epoch, origin)
        : Credential.accessToken(token, epoch, origin);
  }

  private static byte[] sha256(String text) {
    return Algorithm.SHA256.newHash().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
