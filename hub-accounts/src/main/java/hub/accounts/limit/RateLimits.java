package hub.accounts.limit;

import hub.accounts.Secret;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Counts what can be guessed or abused, over all nodes and restarts: buckets in PostgreSQL. */
@Component
public class RateLimits {

  /** What is limited: so many at once, and as many again after a time. */
  public enum Limit {
    /** Wrong passwords for one account from one address: a stranger keeps out himself alone. */
    GUESSES_AT_ACCOUNT_FROM_ADDRESS(20, Duration.ofMinutes(15)),
    /** Wrong passwords for one account from anywhere: more than one stranger gets to make. */
    GUESSES_AT_ACCOUNT(1000, Duration.ofHours(1)),
    /**
     * The same from one address, once an account has more than that: what a fresh stranger gets.
     */
    GUESSES_UNDER_ATTACK(3, Duration.ofHours(1)),
    /** Wrong passwords from one address. */
    GUESSES_FROM_ADDRESS(100, Duration.ofMinutes(15)),
    /** New accounts from one address. */
    SIGN_UPS_FROM_ADDRESS(300, Duration.ofHours(1)),
    /** Requests for another confirmation mail, for one account. */
    RESENDS(1, Duration.ofSeconds(60)),
    /** Corrections of an address that is not confirmed, for one account. */
    CORRECTIONS(10, Duration.ofHours(1)),
    /** Requests to reset a password, from one address. */
    RESETS_FROM_ADDRESS(20, Duration.ofHours(1)),
    /** Mails that strangers can cause to one mailbox. */
    MAILS_TO_MAILBOX(10, Duration.ofHours(1));

    private final BucketConfiguration configuration;

    Limit(int capacity, Duration period) {
      configuration =
          BucketConfiguration.builder()
              .addLimit(it -> it.capacity(capacity).refillGreedy(capacity, period))
              .build();
    }
  }

  private final ProxyManager<Long> buckets;

  RateLimits(DataSource dataSource) {
    buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
            .table("rate_limit")
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1)))
            .build();
  }

  /** Takes one, or throws {@link TooManyAttempts}. Not to be called inside a transaction. */
  public void take(Limit limit, String key) {
    var probe = bucket(limit, key).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new TooManyAttempts(Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(999));
    }
  }

  /** Takes one where there is one left. */
  public boolean tryTake(Limit limit, String key) {
    return bucket(limit, key).tryConsume(1);
  }

  /** Takes nothing; throws {@link TooManyAttempts} where none is left. */
  public void require(Limit limit, String key) {
    Duration wait = wait(limit, key);
    if (!wait.isZero()) {
      throw new TooManyAttempts(wait);
    }
  }

  /** Whether one could be taken now. */
  public boolean isLeft(Limit limit, String key) {
    return wait(limit, key).isZero();
  }

  /** How long until one may be taken; zero where one is left. */
  public Duration wait(Limit limit, String key) {
    var estimate = bucket(limit, key).estimateAbilityToConsume(1);
    return estimate.canBeConsumed()
        ? Duration.ZERO
        : Duration.ofNanos(estimate.getNanosToWaitForRefill()).plusMillis(999);
  }

  private Bucket bucket(Limit limit, String key) {
    byte[] hash = new Secret(limit + ":" + key).hash();
    return buckets.getProxy(ByteBuffer.wrap(hash).getLong(), () -> limit.configuration);
  }
}
