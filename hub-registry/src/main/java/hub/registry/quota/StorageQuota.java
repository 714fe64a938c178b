package hub.registry.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.RegistrySettings;
import hub.repositories.RepositoryRef;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * How many bytes a namespace stores, and how many it may. A blob counts once in a namespace,
 * however many of its repositories link it; manifests, which are rows and small, do not count. The
 * figure is exact: triggers change it in the transaction that adds or ends a link.
 */
@Service
public class StorageQuota {

  /** Keeps these locks apart from other advisory ones. */
  private static final int LOCKS = 0x5707;

  private final JdbcClient jdbc;
  private final UnusedLinks unused;
  private final @Nullable Long limit;
  private final long retentionDays;

  /** Namespaces of which all was looked through for room a moment ago, and in vain. */
  private final Cache<Long, Boolean> full =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(5)).build();

  StorageQuota(
      JdbcClient jdbc, UnusedLinks unused, RegistrySettings settings, GarbageSettings garbage) {
    this.jdbc = jdbc;
    this.unused = unused;
    this.limit = settings.storageQuota();
    this.retentionDays = Math.max(1, garbage.retention().toDays());
  }

  /**
   * What a namespace stores.
   *
   * @param limit {@code HUB_STORAGE_QUOTA} in bytes; null for none
   */
  public record Use(long bytes, long blobs, @Nullable Long limit) {

    /** How much of the limit is used, in per cent, at most 100. */
    public double percent() {
      return limit == null ? 0 : limit == 0 ? 100 : Math.min(100, 100.0 * bytes / limit);
    }
  }

  /** Whether there is a limit at all; without one {@link #take} has nothing to do. */
  public boolean isLimited() {
    return limit != null;
  }

  /** What the namespace of this account stores now. */
  public Use of(long namespaceId) {
    return jdbc.sql(
            """
            select coalesce(sum(bytes), 0) as bytes, coalesce(sum(blobs), 0) as blobs
            from namespace_usage where namespace_id = ?
            """)
        .param(namespaceId)
        .query((row, index) -> new Use(row.getLong("bytes"), row.getLong("blobs"), limit))
        .single();
  }

  /**
   * Refuses bytes that have been announced and have no room, before they travel. Nothing is
   * reserved: {@link #take} decides when they have come.
   *
   * @param owner whether the caller sees all of the namespace. To others a blob is stored where
   *     this repository links it: they are not to learn from the answer what the private ones hold
   * @param digest null where the client has not named it yet; then only what is larger than the
   *     whole limit is refused, as the namespace may store it already
   * @param bytes how many there will be, as far as the client says
   * @throws StorageLimitReached with a message for the pusher, where there is no room and none can
   *     be made
   */
  public void foresee(
      RepositoryRef repository, boolean owner, @Nullable Digest digest, long bytes) {
    if (limit == null) {
      return;
    }
    long namespaceId = repository.namespaceId();
    if (digest == null
        ? bytes > limit
        : !(owner ? stores(namespaceId, digest) : links(repository.id(), digest))) {
      try {
        requireRoom(limit, namespaceId, bytes);
      } catch (StorageLimitReached e) {
        if (!makeRoom(namespaceId, bytes)) {
          throw e;
        }
        requireRoom(limit, namespaceId, bytes);
      }
    }
  }

  /**
   * A body that is refused where its upload is larger than the whole limit: it can never be kept,
   * and must not fill the disk until it ends. Reading it throws {@link StorageLimitReached} then.
   *
   * @param received what the upload has already
   */
  public InputStream bound(InputStream body, long received) {
    return limit == null
        ? body
        : new QuotaBody(
            body,
            limit - received,
            () ->
                new StorageLimitReached(
                    "storage limit reached (this layer is larger than all of %s): make it smaller"
                        .formatted(text(limit))));
  }

  /**
   * Links a blob; where its namespace has no room, makes some and tries once more.
   *
   * @param step a transaction in which {@link #take} is called, and not in one itself
   * @throws StorageLimitReached where there is none and none can be made
   */
  public <T> T inRoom(long repositoryId, long bytes, Supplier<T> step) {
    try {
      return step.get();
    } catch (StorageLimitReached e) {
      if (!makeRoom(namespaceOf(repositoryId), bytes)) {
        throw e;
      }
      return step.get();
    }
  }

  /** What nobody uses and nobody sees goes first. */
  private boolean makeRoom(long namespaceId, long bytes) {
    if (limit == null || bytes > limit || full.getIfPresent(namespaceId) != null) {
      return false;
    }
    boolean made = unused.free(namespaceId, of(namespaceId).bytes() - (limit - bytes));
    if (!made) {
      full.put(namespaceId, true);
    }
    return made;
  }

  /** Gives up what a push brought that was refused for want of room: it will not go on. */
  public void giveUp(RepositoryRef repository) {
    if (unused.giveUp(repository.id())) {
      full.invalidate(repository.namespaceId());
    }
  }

  /**
   * Gives up what a manifest used that was deleted, in the transaction that deleted it: its owner
   * wants the room.
   */
  public void giveUp(RepositoryRef repository, Collection<Digest> digests) {
    if (limit != null && !digests.isEmpty() && unused.giveUp(repository.id(), digests)) {
      full.invalidate(repository.namespaceId());
    }
  }

  /**
   * Makes sure that a blob has room, in the transaction that will link it. Where there is a limit,
   * those who add to one namespace take turns until their transactions end; so none slips past it.
   *
   * @throws StorageLimitReached with a message for the pusher
   */
  public void take(long repositoryId, Digest digest, long bytes) {
    if (limit == null) {
      return;
    }
    long namespaceId = namespaceOf(repositoryId);
    jdbc.sql("select count(*) from pg_advisory_xact_lock(?, ?)")
        .param(LOCKS)
        .param((int) namespaceId)
        .query(Long.class)
        .single();
    if (!stores(namespaceId, digest)) {
      requireRoom(limit, namespaceId, bytes);
    }
  }

  /** 0, which is nobody's, where the repository is gone. */
  private long namespaceOf(long repositoryId) {
    return jdbc.sql("select namespace_id from repository where id = ?")
        .param(repositoryId)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private boolean stores(long namespaceId, Digest digest) {
    return jdbc.sql(
            "select exists (select from namespace_blob where namespace_id = ? and digest = ?)")
        .param(namespaceId)
        .param(digest.bytes())
        .query(Boolean.class)
        .single();
  }

  private boolean links(long repositoryId, Digest digest) {
    return jdbc.sql(
            "select exists (select from repository_blob where repository_id = ? and digest = ?)")
        .param(repositoryId)
        .param(digest.bytes())
        .query(Boolean.class)
        .single();
  }

  private void requireRoom(long most, long namespaceId, long bytes) {
    long used = of(namespaceId).bytes();
    if (bytes > most - used) {
      throw new StorageLimitReached(
          "storage limit reached (%s of %s used, this needs %s): delete repositories or images that are no longer needed. What only lost its tag counts for %s more"
              .formatted(
                  text(used),
                  text(most),
                  text(bytes),
                  retentionDays == 1 ? "a day" : retentionDays + " days"));
    }
  }

  private static String text(long bytes) {
    double amount = bytes;
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (amount >= 999.95 && unit < units.length - 1) {
      amount /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
  }
}
