package hub.accounts.credential;

import hub.accounts.AccessTokenCreated;
import hub.accounts.AccessTokenRevoked;
import hub.accounts.Actor;
import hub.accounts.Secret;
import hub.accounts.TokenScope;
import hub.db.Columns;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The access tokens of people: {@code hubp_}, 30 random letters and digits, and a checksum of 6, so
 * that a mistyped one is refused without a look into the database and secret scanners recognise it.
 */
@Service
public class AccessTokens {

  /** So many an account may have. */
  public static final int MOST = 100;

  private static final String PREFIX = "hubp_";
  private static final int RANDOM = 30;
  private static final int CHECKSUM = 6;

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  AccessTokens(JdbcClient jdbc, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  /** A token and whose it is. */
  record Owned(UUID id, long accountId, TokenScope scope, int epoch) {}

  /**
   * Makes a token and tells its secret, this once.
   *
   * @param actor who makes it
   * @param label what it is for, 1 to 100 characters
   * @param expiresAt when it ends; null means never
   * @throws TooManyTokens where the account has {@link #MOST} already
   */
  @Transactional
  public String create(
      Actor actor, long accountId, String label, TokenScope scope, @Nullable Instant expiresAt) {
    // the account's row orders those who make tokens at the same time
    jdbc.sql("select id from account where id = ? for update")
        .param(accountId)
        .query()
        .listOfRows();
    if (list(accountId).size() >= MOST) {
      throw new TooManyTokens();
    }
    String start = PREFIX + Secret.random(RANDOM).text();
    var secret = new Secret(start + checksum(start));
    UUID id =
        jdbc.sql(
                """
            insert into access_token (account_id, label, secret_hash, hint, scope, expires_at)
            values (:account, :label, :hash, :hint, :scope, :expires)
            returning id
            """)
            .param("account", accountId)
            .param("label", label)
            .param("hash", secret.hash())
            .param("hint", secret.text().substring(secret.text().length() - 4))
            .param("scope", scope.text())
            .param("expires", expiresAt == null ? null : Timestamp.from(expiresAt))
            .query(UUID.class)
            .single();
    events.publishEvent(new AccessTokenCreated(accountId, id, label, scope, expiresAt, actor));
    return secret.text();
  }

  /** Those not revoked, newest first. */
  public List<AccessToken> list(long accountId) {
    return jdbc.sql(
            """
            select id, label, scope, hint, created_at, expires_at, last_used_at
            from access_token
            where account_id = ? and revoked_at is null
            order by created_at desc
            """)
        .param(accountId)
        .query(AccessTokens::token)
        .list();
  }

  /** One of the account's own that is not revoked. */
  public Optional<AccessToken> find(long accountId, UUID id) {
    return list(accountId).stream().filter(it -> it.id().equals(id)).findFirst();
  }

  /** One of the account's own that is not revoked, by its secret. */
  public Optional<AccessToken> findBySecret(long accountId, String secret) {
    return jdbc.sql(
            """
            select id, label, scope, hint, created_at, expires_at, last_used_at
            from access_token
            where secret_hash = ? and account_id = ? and revoked_at is null
            """)
        .param(new Secret(secret).hash())
        .param(accountId)
        .query(AccessTokens::token)
        .optional();
  }

  /** Ends a token at once, with all that was made from it. Tells whether there was one to end. */
  @Transactional
  public boolean revoke(Actor actor, long accountId, UUID id) {
    Optional<String> label =
        jdbc.sql(
                """
                update access_token set revoked_at = now()
                where id = :id and account_id = :account and revoked_at is null
                returning label
                """)
            .param("id", id)
            .param("account", accountId)
            .query(String.class)
            .optional();
    label.ifPresent(it -> events.publishEvent(new AccessTokenRevoked(accountId, id, it, actor)));
    return label.isPresent();
  }

  /** Whether this could be a token at all: its form and its checksum are right. */
  static boolean isWellFormed(String secret) {
    int length = PREFIX.length() + RANDOM + CHECKSUM;
    if (secret.length() != length || !secret.startsWith(PREFIX)) {
      return false;
    }
    String start = secret.substring(0, length - CHECKSUM);
    return secret.endsWith(checksum(start));
  }

  /** Whether somebody meant to give a token and not a password. */
  public static boolean looksLikeOne(String secret) {
    return secret.startsWith(PREFIX) && secret.length() == PREFIX.length() + RANDOM + CHECKSUM;
  }

  /** The token of this secret, where it is valid now; notes its use, at most once a minute. */
  Optional<Owned> use(String secret) {
    if (!isWellFormed(secret)) {
      return Optional.empty();
    }
    var found =
        jdbc.sql(
                """
                select id, account_id, scope, epoch from access_token
                where secret_hash = ? and revoked_at is null
                  and (expires_at is null or expires_at > now())
                """)
            .param(new Secret(secret).hash())
            .query(
                (row, _) ->
                    new Owned(
                        row.getObject("id", UUID.class),
                        row.getLong("account_id"),
                        scope(row),
                        row.getInt("epoch")))
            .optional();
    found.ifPresent(
        token ->
            jdbc.sql(
                    """
                    update access_token set last_used_at = now()
                    where id = ?
                      and (last_used_at is null or last_used_at < now() - interval '1 minute')
                    """)
                .param(token.id())
                .update());
    return found;
  }

  private static String checksum(String start) {
    var crc = new CRC32();
    crc.update(start.getBytes(StandardCharsets.UTF_8));
    return Secret.base62(crc.getValue(), CHECKSUM);
  }

  private static AccessToken token(ResultSet row, int number) throws SQLException {
    return new AccessToken(
        row.getObject("id", UUID.class),
        row.getString("label"),
        scope(row),
        row.getString("hint"),
        Columns.time(row, "created_at"),
        Columns.instant(row, "expires_at"),
        Columns.instant(row, "last_used_at"));
  }

  private static TokenScope scope(ResultSet row) throws SQLException {
    return TokenScope.parse(row.getString("scope"));
  }
}
