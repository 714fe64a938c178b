package hub.registry.limit;

import hub.accounts.Caller;
import hub.accounts.limit.ClientNetwork;
import hub.registry.Digest;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * How much one account, or one address without an account, may pull. Buckets that fill evenly over
 * six hours, kept in PostgreSQL, so that they hold over all nodes and restarts. Off unless the
 * operator gives a number: then nothing is asked and nothing is written.
 */
@Component
public class PullLimits {

  /** The time that a limit is for, as Docker's clients read it in the header. */
  public static final Duration WINDOW = Duration.ofHours(6);

  private final PullLimitSettings settings;
  private final ProxyManager<Long> buckets;

  PullLimits(PullLimitSettings settings, DataSource dataSource) {
    this.settings = settings;
    this.buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
            .table("rate_limit")
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofMinutes(1)))
            .build();
  }

  /**
   * Where somebody stands.
   *
   * @param limit pulls in {@link #WINDOW}
   * @param remaining pulls that are left now
   * @param source whose limit it is: the account's name, or the address
   * @param retryAfter until the next pull is possible; zero where one is left
   */
  public record Standing(int limit, long remaining, String source, Duration retryAfter) {

    /** Whether this pull is one too many. */
    public boolean isExceeded() {
      return retryAfter.isPositive();
    }
  }

  /** Whether anybody's pulls are limited. */
  public boolean areOn() {
    return settings.pullLimit() > 0 || settings.pullLimitAnonymous() > 0;
  }

  /** Takes one pull. Empty where there is no limit. */
  public Optional<Standing> take(Caller caller, String address) {
    int limit = limit(caller);
    if (limit == 0) {
      return Optional.empty();
    }
    ConsumptionProbe probe = bucket(caller, address, limit).tryConsumeAndReturnRemaining(1);
    return Optional.of(
        new Standing(
            limit,
            probe.getRemainingTokens(),
            source(caller, address),
            probe.isConsumed()
                ? Duration.ZERO
                : Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(999)));
  }

  /** Looks, and takes nothing. Empty where there is no limit. */
  public Optional<Standing> look(Caller caller, String address) {
    int limit = limit(caller);
    if (limit == 0) {
      return Optional.empty();
    }
    long remaining = bucket(caller, address, limit).getAvailableTokens();
    return Optional.of(new Standing(limit, remaining, source(caller, address), Duration.ZERO));
  }

  private int limit(Caller caller) {
    return caller.isAnonymous() ? settings.pullLimitAnonymous() : settings.pullLimit();
  }

  private static String source(Caller caller, String address) {
    return caller.account() == null ? address : caller.account().name();
  }

  private Bucket bucket(Caller caller, String address, int limit) {
    // A bucket keeps the limit it was made with; by another limit there is another bucket.
    String owner =
        limit
            + (caller.isAnonymous()
                ? ":address:" + ClientNetwork.of(address)
                : ":account:" + caller.accountId());
    byte[] hash = Digest.sha256(("pulls:" + owner).getBytes(StandardCharsets.UTF_8)).bytes();
    return buckets.getProxy(
        ByteBuffer.wrap(hash).getLong(1),
        () ->
            BucketConfiguration.builder()
                .addLimit(it -> it.capacity(limit).refillGreedy(limit, WINDOW))
                .build());
  }
}
