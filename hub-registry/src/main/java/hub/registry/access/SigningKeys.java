package hub.registry.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import hub.db.Columns;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys that sign registry tokens, kept in the database so that all nodes have the same. The
 * newest signs; the ones before it verify until they retire. Made at first use and every 30 days.
 */
@Component
class SigningKeys {

  private static final Duration SIGNS_FOR = Duration.ofDays(30);

  /** Long enough that a key outlives every token it signed. */
  private static final Duration VERIFIES_FOR = SIGNS_FOR.plusDays(1);

  private static final Duration RELOAD_AFTER = Duration.ofMinutes(5);

  /** An unknown key id makes us look again, but not at every forged token. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock = Clock.systemUTC();
  private volatile Loaded loaded = new Loaded(List.of(), Map.of(), Instant.EPOCH);

  private record Row(ECKey key, Instant createdAt) {}

  private record Loaded(List<Row> newestFirst, Map<String, ECKey> byId, Instant at) {}

  SigningKeys(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** The key that signs now. */
  ECKey current() {
    Loaded keys = loaded;
    if (keys.at().plus(RELOAD_AFTER).isBefore(clock.instant()) || !signs(keys)) {
      keys = load();
      if (!signs(keys)) {
        create();
        keys = load();
      }
    }
    return keys.newestFirst().getFirst().key();
  }

  /** One of our own keys; a key that a token brings along is never looked at. */
  Optional<ECKey> find(String id) {
    ECKey key = loaded.byId().get(id);
    if (key == null && loaded.at().plus(LOOK_AGAIN_AFTER).isBefore(clock.instant())) {
      key = load().byId().get(id);
    }
    return Optional.ofNullable(key);
  }

  private boolean signs(Loaded keys) {
    return !keys.newestFirst().isEmpty()
        && keys.newestFirst().getFirst().createdAt().plus(SIGNS_FOR).isAfter(clock.instant());
  }

  private Loaded load() {
    List<Row> rows =
        jdbc.sql(
                "select jwk, created_at from signing_key where retire_at > now() order by created_at desc")
            .query(
                (row, index) ->
                    new Row(parse(row.getString("jwk")), Columns.time(row, "created_at")))
            .list();
    Loaded fresh =
        new Loaded(
            rows,
            rows.stream()
                .map(Row::key)
                .collect(Collectors.toMap(ECKey::getKeyID, Function.identity())),
            clock.instant());
    loaded = fresh;
    return fresh;
  }

  /** Makes a key, where no other node has done so meanwhile. */
  private void create() {
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("lock table signing_key in exclusive mode").update();
          if (signs(load())) {
            return;
          }
          ECKey key = generate();
          Instant now = clock.instant();
          jdbc.sql("delete from signing_key where retire_at <= now()").update();
          jdbc.sql("insert into signing_key (id, jwk, created_at, retire_at) values (?, ?, ?, ?)")
              .param(key.getKeyID())
              .param(key.toJSONString())
              .param(now.atOffset(ZoneOffset.UTC))
              .param(now.plus(VERIFIES_FOR).atOffset(ZoneOffset.UTC))
              .update();
        });
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey parse(String jwk) {
    try {
      return ECKey.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key in the database cannot be read", e);
    }
  }
}
