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
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What {@code docker login} keeps instead of the password. Only its hash is stored. It dies with
 * the access token it was made from, or with the password: whoever changes that is rid of it.
 *
 * <p>Each use gives a successor, always the same one. Clients that keep what they have (docker
 * writes a successor down at its next {@code login} and not at a pull; containerd never does) go on
 * with it as long as its successor was not used. Once it was, the old one is good for requests
 * under way and no longer: who comes with it later has a copy, or is the one it was copied from, so
 * all that came from that sign-in end.
 */
@Component
public class RefreshTokens {

  private static final String PREFIX = "hubr_";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Logger log = LoggerFactory.getLogger(RefreshTokens.class);

  /** How long a token still does after its successor was used: requests may be under way. */
  private static final String OVERLAP = "interval '1 minute'";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  RefreshTokens(
      JdbcClient jdbc, TransactionTemplate transaction, ApplicationEventPublisher events) {
    this.events = events;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * What a refresh token is exchanged for.
   *
   * @param caller whose it is, with the reach of what it was made from
   * @param successor to be used from now on
   */
  public record Redeemed(Caller caller, String successor) {}

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
    String token = text(random);
    int made =
        jdbc.sql(
                """
            insert into refresh_token
              (secret_hash, account_id, access_token_id, password_mark, client_id, expires_at,
               account_epoch, credential_epoch)
            select :hash, a.id, cast(:token as uuid),
                   case when cast(:token as uuid) is null
                     then sha256(convert_to(a.password_hash, 'UTF8')) end,
                   :client, now() + interval '180 days', :epoch, :credentialEpoch
            from account a
            where a.id = :account
              and exists (select from account_stands(a.id, :epoch, :token, :credentialEpoch))
            """)
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
   * Takes a token and gives its successor.
   *
   * @throws BadCredentials where it is unknown, expired, revoked, or was used after its successor
   */
  public Redeemed redeem(String token, Origin origin) {
    Found found = find(token, origin);
    if (found == null) {
      throw new BadCredentials();
    }
    if (found.reused()) {
      jdbc.sql("delete from refresh_token where secret_hash = ?").param(found.root()).update();
      log.atWarn()
          .addKeyValue("account", found.caller().accountId())
          .log("A refresh token came again after its successor: all of its sign-in are revoked");
      throw new BadCredentials();
    }
    String successor = successor(found.rotationKey(), token);
    transaction.executeWithoutResult(
        status -> {
          markUsed(token, found);
          keep(successor, token, found);
        });
    return new Redeemed(found.caller(), successor);
  }

  private void markUsed(String token, Found found) {
    jdbc.sql(
            """
            update refresh_token set last_used_at = now()
            where secret_hash = ?
              and (last_used_at is null or last_used_at < now() - interval '1 hour')
            """)
        .param(sha256(token))
        .update();
    if (found.predecessor() != null) {
      jdbc.sql(
              """
              update refresh_token set superseded_at = now()
              where secret_hash = ? and superseded_at is null
              """)
          .param(found.predecessor())
          .update();
    }
  }

  /** Refers to the first of its family, so that it cannot outlive it. */
  private void keep(String successor, String token, Found found) {
    jdbc.sql(
            """
            insert into refresh_token
              (secret_hash, account_id, access_token_id, password_mark, client_id, expires_at,
               account_epoch, credential_epoch, root, predecessor, rotation_key)
            select :hash, account_id, access_token_id, password_mark, client_id, expires_at,
                   account_epoch, credential_epoch, :root, secret_hash, rotation_key
            from refresh_token where secret_hash = :predecessor
            on conflict (secret_hash) do nothing
            """)
        .param("hash", sha256(successor))
        .param("root", found.root())
        .param("predecessor", sha256(token))
        .update();
  }

  /** Always the same for a token, and to be had only by those who have both. */
  private static String successor(byte[] rotationKey, String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(rotationKey, "HmacSHA256"));
      return text(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] secret) {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /**
   * Forgets those that open nothing any more; tells how many. Those that were followed by another
   * are kept for a month to be recognised, and the first as long as its family lives.
   */
  public int sweep() {
    return jdbc.sql(
            """
            delete from refresh_token r
            using account a
            where a.id = r.account_id
              and (r.expires_at < now()
                   or (r.superseded_at < now() - interval '30 days' and r.root is not null)
                   or r.password_mark <> sha256(convert_to(a.password_hash, 'UTF8'))
                   or exists (select from access_token t
                              where t.id = r.access_token_id
                                and (t.revoked_at is not null or t.expires_at < now())))
            """)
        .update();
  }

  private record Found(
      Caller caller,
      byte[] root,
      byte @Nullable [] predecessor,
      byte[] rotationKey,
      boolean reused) {}

  private @Nullable Found find(String token, Origin origin) {
    if (!token.startsWith(PREFIX)) {
      return null;
    }
    return jdbc.sql(
            """
            select a.id, a.name, a.email_confirmed_at is not null as confirmed, a.site_admin,
                   a.epoch, t.id as token, coalesce(t.scope, 'admin') as scope,
                   coalesce(t.epoch, a.password_epoch) as credential_epoch,
                   coalesce(r.root, r.secret_hash) as root, r.predecessor, r.rotation_key,
                   coalesce(r.superseded_at < now() - %s, false) as reused
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
            """
                .formatted(OVERLAP))
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
                    row.getBytes("root"),
                    row.getBytes("predecessor"),
                    row.getBytes("rotation_key"),
                    row.getBoolean("reused")))
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
