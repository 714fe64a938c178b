package hub.registry.garbage;

import hub.registry.GarbageSettings;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes the rows of what nobody names any more: manifests that lost their last tag long ago,
 * links to blobs whose lease is over, and blobs without a link, whose bytes become trash. Works
 * through {@code gc_candidate} while the hub serves, on any number of nodes at once.
 *
 * <p>Why it loses nothing that was acknowledged: the foreign keys manifest_blob → repository_blob →
 * blob and tag, manifest_child → manifest. A writer that adds a reference locks the row it refers
 * to; the collector locks the same row for itself before it looks, and looks again after that. So
 * either the writer was first, and the collector sees the reference or passes the locked row by; or
 * the collector was first, and the writer waits, finds nothing, and says so to its client. Never
 * does a transaction of the collector touch storage, and never does it wait for a writer while it
 * holds what a writer wants: rows that others hold are left for the next round.
 */
@Component
public class Collector {

  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** Few, as a pusher of one of them waits until their transaction ends. */
  private static final int BATCH = 100;

  /** A manifest takes its references with it, so fewer of them are one short transaction. */
  private static final int MANIFESTS = 25;

  /** The kinds of candidates, in the order of the foreign keys. */
  private enum Kind {
    MANIFEST(
        "manifest m",
        "m.repository_id = c.repository_id and m.digest = c.digest",
        """
        not exists (select from tag t
                    where t.repository_id = m.repository_id and t.digest = m.digest)
        and not exists (select from manifest_child i
                        where i.repository_id = m.repository_id and i.child = m.digest)
        and not exists (select from manifest s
                        where s.repository_id = m.repository_id and s.digest = m.subject)
        and not exists (select from gc_candidate later
                        where later.digest = m.digest and later.repository_id = m.repository_id
                          and later.kind = 'manifest'
                          and later.free_at > now() - make_interval(secs => :retention))
        """),
    LINK(
        "repository_blob l",
        "l.repository_id = c.repository_id and l.digest = c.digest",
        "l.lease_until <= now() and " + Kind.IS_UNUSED),
    BLOB(
        "blob b",
        "b.digest = c.digest",
        "not exists (select from repository_blob l where l.digest = b.digest)");

    private static final String IS_UNUSED =
        """
        not exists (select from manifest_blob m
                    where m.repository_id = l.repository_id and m.blob_digest = l.digest)
        """;

    /** The table, and one letter for it. */
    private final String rows;

    /** Which row a candidate {@code c} is about. */
    private final String isOf;

    /** Whether nothing holds that row. */
    private final String isFree;

    Kind(String rows, String isOf, String isFree) {
      this.rows = rows;
      this.isOf = isOf;
      this.isFree = isFree;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String letter() {
      return rows.substring(rows.length() - 1);
    }

    /**
     * The next candidates, and nobody else's until this transaction ends. None comes twice in a
     * round, and none before its time, should the clock have been set back.
     */
    String due() {
      return """
      select id from gc_candidate
      where kind = '%s' and free_at <= least(:until, now()) - make_interval(secs => :retention)
        and (retry_at is null or retry_at <= least(:until, now()))
      order by free_at limit :batch for update skip locked
      """
          .formatted(text());
    }

    /** Those whose row is free and can be had without waiting. */
    String lock() {
      return """
      select c.id from gc_candidate c join %s on %s
      where c.id = any(:candidates) and %s
      for update of %s skip locked
      """
          .formatted(rows, isOf, isFree, letter());
    }

    /** Looks again, now that nobody can add a reference to these rows, and removes them. */
    String delete() {
      return """
      delete from %s using gc_candidate c
      where c.id = any(:locked) and %s and %s
      """
          .formatted(rows, isOf, isFree);
    }

    /**
     * Done with, unless the row is free still: then another held it. A link that is unused is not
     * done with either, as whoever held it may have renewed its lease since.
     */
    String settle() {
      return """
      delete from gc_candidate c
      where c.id = any(:candidates) and c.free_at <= now()
        and not exists (select from %s where %s and %s)
      """
          .formatted(rows, isOf, this == LINK ? IS_UNUSED : isFree);
    }
  }

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final GarbageSettings settings;

  Collector(JdbcClient jdbc, TransactionTemplate transaction, GarbageSettings settings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.settings = settings;
  }

  /**
   * What a round has removed.
   *
   * @param bytes of the blobs, which storage gives back once the trash is emptied
   */
  public record Collected(int manifests, int links, int blobs, long bytes) {

    static final Collected NOTHING = new Collected(0, 0, 0, 0);

    Collected plus(Collected other) {
      return new Collected(
          manifests + other.manifests,
          links + other.links,
          blobs + other.blobs,
          bytes + other.bytes);
    }

    /** Whether anything went. */
    public boolean isNothing() {
      return manifests + links + blobs == 0;
    }
  }

  /**
   * One round: of each kind all that is due when its turn comes, and no more, so that the others
   * get theirs however much is pushed. What goes may free more, which goes in the same round.
   */
  public Collected collect() {
    Collected sum = drain(Kind.MANIFEST, MANIFESTS);
    sum = sum.plus(drain(Kind.LINK, BATCH));
    return sum.plus(drain(Kind.BLOB, BATCH));
  }

  private Collected drain(Kind kind, int most) {
    Collected sum = Collected.NOTHING;
    OffsetDateTime until = DatabaseClock.now(jdbc);
    int alone = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long began = System.nanoTime();
      try {
        Optional<Collected> collected = inTransaction(kind, until, alone > 0 ? 1 : most);
        if (collected.isEmpty()) {
          return sum;
        }
        sum = sum.plus(collected.get());
      } catch (DataAccessException e) {
        if (alone > 0) {
          log.warn("A {} could not be collected; it is tried again in an hour", kind.text(), e);
          postponeFirst(kind, until);
        } else {
          // One that fails must not keep the others: each of its batch goes alone.
          alone = most + 1;
        }
      }
      alone = Math.max(0, alone - 1);
      Pacing.pauseAfter(began);
    }
    return sum;
  }

  /** One short transaction; empty where nothing is due. */
  private Optional<Collected> inTransaction(Kind kind, OffsetDateTime until, int batch) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              Long[] candidates = due(kind, until, batch);
              if (candidates.length == 0) {
                return Optional.empty();
              }
              Collected collected = remove(kind, lock(kind, candidates));
              if (kind == Kind.LINK) {
                waitForLeases(candidates);
              }
              settle(kind, candidates);
              return Optional.of(collected);
            }));
  }

  private Long[] due(Kind kind, OffsetDateTime until, int batch) {
    return ids(
        jdbc.sql(kind.due())
            .param("until", until)
            .param("retention", kind == Kind.MANIFEST ? retention() : 0)
            .param("batch", batch));
  }

  private Long[] lock(Kind kind, Long[] candidates) {
    return ids(
        jdbc.sql(kind.lock()).param("candidates", candidates).param("retention", retention()));
  }

  private Collected remove(Kind kind, Long[] locked) {
    if (locked.length == 0) {
      return Collected.NOTHING;
    }
    if (kind == Kind.BLOB) {
      return discard(locked);
    }
    int rows =
        jdbc.sql(kind.delete()).param("locked", locked).param("retention", retention()).update();
    return kind == Kind.MANIFEST ? new Collected(rows, 0, 0, 0) : new Collected(0, rows, 0, 0);
  }

  /** The bytes go later, by their key: no row names it any more, and none ever will again. */
  private Collected discard(Long[] locked) {
    return jdbc.sql(
            """
            with gone as (%s returning b.storage_key, b.size),
            trash as (
              insert into blob_trash (storage_key, size, delete_after)
              select storage_key, size, now() + make_interval(secs => :delay) from gone)
            select count(*), coalesce(sum(size), 0) from gone
            """
                .formatted(Kind.BLOB.delete()))
        .param("locked", locked)
        .param("delay", seconds(settings.trashDelay()))
        .query((row, index) -> new Collected(0, 0, row.getInt(1), row.getLong(2)))
        .single();
  }

  private void waitForLeases(Long[] candidates) {
    jdbc.sql(
            """
            update gc_candidate c set free_at = l.lease_until, retry_at = null
            from repository_blob l
            where c.id = any(:candidates) and l.repository_id = c.repository_id
              and l.digest = c.digest and l.lease_until > now()
              and not exists (select from manifest_blob m
                              where m.repository_id = l.repository_id and m.blob_digest = l.digest)
            """)
        .param("candidates", candidates)
        .update();
  }

  private void settle(Kind kind, Long[] candidates) {
    jdbc.sql(kind.settle())
        .param("candidates", candidates)
        .param("retention", retention())
        .update();
    jdbc.sql(
            """
            update gc_candidate set retry_at = now() + interval '5 seconds'
            where id = any(:candidates) and free_at <= now()
            """)
        .param("candidates", candidates)
        .update();
  }

  private void postponeFirst(Kind kind, OffsetDateTime until) {
    jdbc.sql(
            "update gc_candidate set retry_at = now() + interval '1 hour' where id in (%s)"
                .formatted(kind.due()))
        .param("until", until)
        .param("retention", kind == Kind.MANIFEST ? retention() : 0)
        .param("batch", 1)
        .update();
  }

  private double retention() {
    return seconds(settings.retention());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Long[] ids(JdbcClient.StatementSpec select) {
    return select.query((row, index) -> row.getLong(1)).list().toArray(Long[]::new);
  }
}
