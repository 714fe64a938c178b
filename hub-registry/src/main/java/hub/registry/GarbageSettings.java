package hub.registry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long things stay that nobody names, and how hard the hub works on them. Operators set the
 * retention; the rest is for tests, which shorten what protects a push under way. As system
 * properties: {@code -Dhub.registry.garbage.lease=5s}. Never so in production.
 *
 * @param lease how long a blob stays for a push that was told it is here; longer than any push
 * @param untaggedRetentionDays how many days a manifest stays that no tag and no index names any
 *     more ({@code HUB_UNTAGGED_RETENTION_DAYS}); never less than a lease, which 0 means
 * @param interval the pause between two collections
 * @param trashDelay how long bytes stay whose row is gone: longer than any download that has begun,
 *     and than an address lives that was given away
 * @param orphanAge how old bytes without a row must be before they count as left behind
 * @param scrubEvery how often the bytes of each blob are read and hashed again
 * @param scrubRate how many bytes a second that reads at most
 */
@ConfigurationProperties("hub.registry.garbage")
public record GarbageSettings(
    @DefaultValue("24h") Duration lease,
    @DefaultValue("30") int untaggedRetentionDays,
    @DefaultValue("1m") Duration interval,
    @DefaultValue("30m") Duration trashDelay,
    @DefaultValue("24h") Duration orphanAge,
    @DefaultValue("30d") Duration scrubEvery,
    @DefaultValue("20MB") DataSize scrubRate) {

  /** How long an untagged manifest stays. */
  public Duration retention() {
    Duration days = Duration.ofDays(untaggedRetentionDays);
    return days.compareTo(lease) < 0 ? lease : days;
  }
}
