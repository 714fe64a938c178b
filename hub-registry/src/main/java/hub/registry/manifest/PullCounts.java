package hub.registry.manifest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.registry.Digest;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.repositories.activity.RepositoryActivity;
import hub.repositories.activity.RepositoryActivity.Pulls;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts pulls. One is a GET of a manifest; the image that a client takes out of an index it has
 * just fetched is part of the same pull. None is what verifies an image, such as a signature, and
 * none what pushers read back. Counts are gathered here and written every few seconds in one batch,
 * so pulling never waits for a row; a crash loses those few seconds.
 */
@Component
public class PullCounts implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PullCounts.class);
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Manifests manifests;
  private final RepositoryActivity activity;
  private final AtomicReference<Map<Key, Count>> gathered = new AtomicReference<>(new HashMap<>());
  private @Nullable ScheduledExecutorService clock;

  /** Which index a client has just fetched. */
  private final Cache<Fetch, Digest> indexes =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  private record Fetch(String client, long repositoryId) {}

  /** The tag is empty for a pull by digest. */
  private record Key(long repositoryId, String tag) {}

  private record Count(long pulls, Instant last) {

    Count plus(Count other) {
      return new Count(pulls + other.pulls, last.isAfter(other.last) ? last : other.last);
    }
  }

  PullCounts(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Manifests manifests,
      RepositoryActivity activity) {
    this.activity = activity;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.manifests = manifests;
  }

  /**
   * Whether a GET of a manifest begins a pull, or goes on with one, or is none.
   *
   * @param account who asks; null for nobody
   * @param client something that is the same for all requests of one pull
   */
  public boolean begins(
      long repositoryId,
      Reference reference,
      Manifests.Content content,
      @Nullable Long account,
      String client) {
    StoredManifest manifest = content.manifest();
    if (content.supplement()
        || Referrers.isOfImage(reference)
        || (account != null && account.equals(content.justPushedBy()))) {
      remember(repositoryId, manifest, client);
      return false;
    }
    if (!manifest.isIndex() && reference instanceof Digest digest) {
      Digest index = indexes.getIfPresent(new Fetch(client, repositoryId));
      return index == null || !manifests.lists(repositoryId, index, digest);
    }
    return true;
  }

  /** Counts one pull, which has begun and may go on. */
  public void count(
      long repositoryId, Reference reference, StoredManifest manifest, String client) {
    remember(repositoryId, manifest, client);
    String tag = reference instanceof TagName name ? name.value() : "";
    add(new Key(repositoryId, tag), new Count(1, Instant.now()));
  }

  private void remember(long repositoryId, StoredManifest manifest, String client) {
    if (manifest.isIndex()) {
      indexes.put(new Fetch(client, repositoryId), manifest.digest());
    }
  }

  private synchronized void add(Key key, Count count) {
    gathered.get().merge(key, count, Count::plus);
  }

  private synchronized Map<Key, Count> take() {
    return gathered.getAndSet(new HashMap<>());
  }

  /** Writes what was gathered. */
  public void flush() {
    Map<Key, Count> counts = take();
    if (counts.isEmpty()) {
      return;
    }
    try {
      transaction.executeWithoutResult(status -> write(counts));
    } catch (RuntimeException | Error e) {
      // A repository was deleted in between, or the database is away, so that not even a
      // transaction begins: these count next time. Whatever it is, it must not leave this method,
      // since the executor never again runs what has thrown.
      log.warn("Pull counts could not be written, and will be later", e);
      counts.forEach(this::add);
    }
  }

  private void write(Map<Key, Count> counts) {
    Map<Long, Count> repositories = new HashMap<>();
    counts.forEach((key, count) -> repositories.merge(key.repositoryId(), count, Count::plus));
    activity.pulled(
        repositories.entrySet().stream()
            .map(it -> new Pulls(it.getKey(), it.getValue().pulls(), it.getValue().last()))
            .toList());
    List<Map.Entry<Key, Count>> tags =
        counts.entrySet().stream().filter(it -> !it.getKey().tag().isEmpty()).toList();
    jdbc.sql(
            """
            insert into tag_activity (repository_id, tag, pulls, last_pulled_at)
            select c.id, c.tag, c.pulls, c.last
            from unnest(?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[]) c(id, tag, pulls, last)
            join repository r on r.id = c.id
            order by c.id, c.tag for key share of r
            on conflict (repository_id, tag) do update
            set pulls = tag_activity.pulls + excluded.pulls,
                last_pulled_at = greatest(tag_activity.last_pulled_at, excluded.last_pulled_at)
            """)
        .param(tags.stream().map(it -> it.getKey().repositoryId()).toArray(Long[]::new))
        .param(tags.stream().map(it -> it.getKey().tag()).toArray(String[]::new))
        .param(tags.stream().map(it -> it.getValue().pulls()).toArray(Long[]::new))
        .param(tags.stream().map(it -> at(it.getValue())).toArray(String[]::new))
        .update();
  }

  private static String at(Count count) {
    return OffsetDateTime.ofInstant(count.last(), ZoneOffset.UTC).toString();
  }

  @Override
  public void start() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pull-counts").daemon().factory());
    executor.scheduleWithFixedDelay(
        this::flush, FLUSH_EVERY.toSeconds(), FLUSH_EVERY.toSeconds(), TimeUnit.SECONDS);
    clock = executor;
  }

  /** After the web server has stopped, and before the database goes. */
  @Override
  public void stop() {
    if (clock != null) {
      clock.shutdown();
      clock = null;
      flush();
    }
  }

  @Override
  public boolean isRunning() {
    return clock != null;
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
