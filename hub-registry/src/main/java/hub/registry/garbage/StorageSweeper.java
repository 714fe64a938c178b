package hub.registry.garbage;

import hub.registry.blob.Uploads;
import hub.registry.store.BlobStore;
import hub.repositories.push.Drafts;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Clears away what pushes leave behind: uploads nobody goes on with, drafts that never got a
 * manifest, and files whose rows are gone.
 */
@Component
public class StorageSweeper {

  private static final int BATCH = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Uploads uploads;
  private final Drafts drafts;
  private final BlobStore store;

  StorageSweeper(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Uploads uploads,
      Drafts drafts,
      BlobStore store) {
    this.drafts = drafts;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.uploads = uploads;
    this.store = store;
  }

  /**
   * What a round has cleared away.
   *
   * @param objects keys whose bytes are gone from storage
   * @param bytes how many those were
   */
  public record Swept(int uploads, int drafts, int objects, long bytes) {}

  /** One round, of what is due as it begins. Safe to run at any time, on any number of nodes. */
  public Swept sweep() {
    int uploads = endExpiredUploads();
    int drafts = dropStaleDrafts();
    OffsetDateTime until = DatabaseClock.now(jdbc);
    int objects = 0;
    long bytes = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long began = System.nanoTime();
      List<Trash> claimed = claim(until);
      if (claimed.isEmpty()) {
        break;
      }
      List<Trash> gone = delete(claimed);
      objects += gone.size();
      bytes += gone.stream().mapToLong(Trash::size).sum();
      Pacing.pauseAfter(began);
    }
    return new Swept(uploads, drafts, objects, bytes);
  }

  /** Not those that somebody writes to: a large body on a thin line takes more than a day. */
  private int endExpiredUploads() {
    return jdbc.sql(
            """
            with ended as (
              delete from upload
              where expires_at < now() and (writer_until is null or writer_until < now())
                and id <> all(?)
              returning storage_key, "offset")
            insert into blob_trash (storage_key, size, delete_after)
            select storage_key, "offset", now() from ended
            """)
        .param(uploads.underWay().toArray(UUID[]::new))
        .update();
  }

  private int dropStaleDrafts() {
    List<Long> stale =
        jdbc.sql(
                """
                select id from repository r
                where draft and created_at < now() - interval '24 hours'
                  and not exists (select 1 from upload u where u.repository_id = r.id)
                  and not exists (select 1 from repository_blob b
                                  where b.repository_id = r.id and b.lease_until > now())
                limit ?
                """)
            .param(BATCH)
            .query((row, index) -> row.getLong(1))
            .list();
    return (int) stale.stream().filter(this::dropDraft).count();
  }

  private boolean dropDraft(long id) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              if (!drafts.lock(id) || isPushedTo(id)) {
                return false;
              }
              jdbc.sql("delete from repository_blob where repository_id = ?").param(id).update();
              return drafts.drop(id);
            }));
  }

  private boolean isPushedTo(long id) {
    return jdbc.sql(
            """
            select exists (select from upload where repository_id = :id)
                or exists (select from repository_blob
                           where repository_id = :id and lease_until > now())
            """)
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  private record Trash(String key, long size) {}

  /**
   * Takes some of what is due, for ten minutes: another node takes others, and where this one dies
   * they are taken again. No key that a blob has is taken, whatever put it there.
   */
  private List<Trash> claim(OffsetDateTime until) {
    return jdbc.sql(
            """
            update blob_trash set delete_after = now() + interval '10 minutes'
            where storage_key in (
              select t.storage_key from blob_trash t
              where t.delete_after <= least(:until, now())
                and not exists (select from blob b where b.storage_key = t.storage_key)
              order by t.delete_after limit :batch for update of t skip locked)
            returning storage_key, size
            """)
        .param("until", until)
        .param("batch", BATCH)
        .query((row, index) -> new Trash(row.getString(1), row.getLong(2)))
        .list();
  }

  /** What does not go must not keep the others: it is tried again later. */
  private List<Trash> delete(List<Trash> claimed) {
    var kept = new HashSet<>(store.deleteAll(claimed.stream().map(Trash::key).toList()));
    List<Trash> gone = claimed.stream().filter(it -> !kept.contains(it.key())).toList();
    jdbc.sql("delete from blob_trash where storage_key = any(?)")
        .param(gone.stream().map(Trash::key).toArray(String[]::new))
        .update();
    return gone;
  }
}
