package hub.registry.browse;

import hub.db.Columns;
import hub.db.task.TaskQueue;
import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.garbage.GarbageCollection;
import hub.registry.garbage.OrphanScan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What an operator sees of the store: what it holds, what will go, what went, what is damaged. */
@Service
public class StorageReports {

  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration STALE = Duration.ofMinutes(10);

  /** A count is good for so many times as long as it took. */
  private static final int SHARE = 100;

  private final JdbcClient jdbc;
  private final TaskQueue queue;
  private final GarbageSettings settings;
  private volatile @Nullable Timed latest;

  StorageReports(JdbcClient jdbc, TaskQueue queue, GarbageSettings settings) {
    this.jdbc = jdbc;
    this.queue = queue;
    this.settings = settings;
  }

  /**
   * The last run of one kind of work, and all of them.
   *
   * @param items of the last run that found something
   */
  public record Run(Instant finishedAt, long items, long bytes, long totalItems, long totalBytes) {}

  /**
   * Bytes that no row names, so many that they wait for somebody to say whether they may go.
   *
   * @param listed of how many objects in the store
   * @param released whether that was said; then the next scan takes them away
   */
  public record HeldOrphans(
      Instant foundAt, long objects, long bytes, long listed, boolean released) {}

  /**
   * The store at one moment.
   *
   * @param bytes of all blobs, each counted once
   * @param verified how many of them were read and found good within the time in which all should
   *     be
   * @param candidates what may be garbage one day: mostly leases of pushes, and untagged manifests
   * @param trashBytes of objects that no row names and that will be deleted
   * @param held what no row names and is not deleted; null where there is nothing to decide
   * @param runs by the name of the work: collection, manifests, trash, scrub, orphans, damage,
   *     recount, audit
   */
  public record Report(
      long blobs,
      long bytes,
      long verified,
      long quarantined,
      long candidates,
      long trashObjects,
      long trashBytes,
      @Nullable HeldOrphans held,
      Map<String, Run> runs) {

    /** The last run of a kind of work; null where there was none yet. */
    public @Nullable Run run(String work) {
      return runs.get(work);
    }

    /** How many of the blobs are verified, in whole per cent, rounded down. */
    public int verifiedPercent() {
      return blobs == 0 ? 100 : (int) (100 * verified / blobs);
    }
  }

  private record Timed(Report report, Instant until) {
    boolean isFresh() {
      return until.isAfter(Instant.now());
    }
  }

  /** The store now. Counts all blobs, so it is for people, not for each scrape. */
  public Report read() {
    long began = System.nanoTime();
    HeldOrphans held = held();
    Map<String, Run> runs = runs();
    Report report =
        jdbc.sql(
                """
                select b.*, t.*, (select count(*) from gc_candidate) as candidates
                from (select count(*) as blobs, coalesce(sum(size), 0) as bytes,
                             count(*) filter (where quarantined_at is null and
                               verified_at >= now() - make_interval(secs => ?)) as verified,
                             count(*) filter (where quarantined_at is not null) as quarantined
                      from blob) b,
                     (select count(*) as trash_objects, coalesce(sum(size), 0) as trash_bytes
                      from blob_trash) t
                """)
            .param(settings.scrubEvery().toSeconds())
            .query(
                (row, index) ->
                    new Report(
                        row.getLong("blobs"),
                        row.getLong("bytes"),
                        row.getLong("verified"),
                        row.getLong("quarantined"),
                        row.getLong("candidates"),
                        row.getLong("trash_objects"),
                        row.getLong("trash_bytes"),
                        held,
                        runs))
            .single();
    long work = System.nanoTime() - began;
    latest =
        new Timed(
            report,
            Instant.now().plusNanos(Math.clamp(SHARE * work, FRESH.toNanos(), STALE.toNanos())));
    return report;
  }

  /**
   * The store as it was within the last minute; of a very large one, within so long that counting
   * takes a hundredth of the time, and ten minutes at most. One thread counts, and the others wait
   * for it.
   */
  public Report recent() {
    Timed known = latest;
    return known != null && known.isFresh() ? known.report() : countOnce();
  }

  private synchronized Report countOnce() {
    Timed known = latest;
    return known != null && known.isFresh() ? known.report() : read();
  }

  private @Nullable HeldOrphans held() {
    return jdbc.sql("select *, released_at is not null as released from orphan_hold")
        .query(
            (row, index) ->
                new HeldOrphans(
                    Columns.time(row, "found_at"),
                    row.getLong("objects"),
                    row.getLong("bytes"),
                    row.getLong("listed"),
                    row.getBoolean("released")))
        .optional()
        .orElse(null);
  }

  private Map<String, Run> runs() {
    var runs = new HashMap<String, Run>();
    jdbc.sql("select * from storage_run")
        .query(
            row -> {
              runs.put(
                  row.getString("work"),
                  new Run(
                      Columns.time(row, "finished_at"),
                      row.getLong("items"),
                      row.getLong("bytes"),
                      row.getLong("total_items"),
                      row.getLong("total_bytes")));
            });
    return runs;
  }

  /**
   * A blob that nobody gets, since its bytes are not the ones its digest names.
   *
   * @param damage missing, size or digest
   * @param repositories how many link it
   */
  public record DamagedBlob(
      String digest, long bytes, String key, String damage, Instant since, long repositories) {}

  /** Damaged blobs, the newest first. */
  public List<DamagedBlob> damaged(int limit) {
    return jdbc.sql(
            """
            select b.digest, b.size, b.storage_key, b.damage, b.quarantined_at,
                   (select count(*) from repository_blob l where l.digest = b.digest) as links
            from blob b where b.quarantined_at is not null
            order by b.quarantined_at desc limit ?
            """)
        .param(limit)
        .query(
            (row, index) ->
                new DamagedBlob(
                    Digest.of(row.getBytes("digest")).toString(),
                    row.getLong("size"),
                    row.getString("storage_key"),
                    row.getString("damage"),
                    Columns.time(row, "quarantined_at"),
                    row.getLong("links")))
        .list();
  }

  /** What a namespace stores. */
  public record NamespaceUse(String namespace, long bytes, long blobs) {}

  /** The namespaces that store most. */
  public List<NamespaceUse> largest(int limit) {
    return jdbc.sql(
            """
            select n.name, sum(u.bytes) as bytes, sum(u.blobs) as blobs
            from namespace_usage u join account n on n.id = u.namespace_id
            group by n.name having sum(u.blobs) > 0
            order by sum(u.bytes) desc, n.name limit ?
            """)
        .param(limit)
        .query(
            (row, index) ->
                new NamespaceUse(row.getString("name"), row.getLong("bytes"), row.getLong("blobs")))
        .list();
  }

  /** Has garbage collected as soon as a node is free to, instead of within the next minute. */
  public void collectNow() {
    queue.runNow(GarbageCollection.TASK);
  }

  /** Lets the next scan take away what is held, and has that begin as soon as a node is free to. */
  public void releaseOrphans() {
    jdbc.sql("update orphan_hold set released_at = now()").update();
    queue.runNow(OrphanScan.TASK);
  }
}
