package hub.registry.storage;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Clears away what pushes leave behind: uploads nobody goes on with, drafts that never got a
 * manifest, and files whose rows are gone.
 */
@Component
public class StorageSweeper {

  private static final Logger log = LoggerFactory.getLogger(StorageSweeper.class);
  private static final int BATCH = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlobStore store;

  StorageSweeper(JdbcClient jdbc, TransactionTemplate transaction, BlobStore store) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.store = store;
  }

  /** One round. Safe to run at any time, on any node. */
  public void sweep() {
    int uploads = endExpiredUploads();
    int drafts = dropStaleDrafts();
    int files = deleteTrash();
    if (uploads + drafts + files > 0) {
      log.atInfo()
          .addKeyValue("uploads", uploads)
          .addKeyValue("drafts", drafts)
          .addKeyValue("files", files)
          .log("Storage swept");
    }
  }

  private int endExpiredUploads() {
    return jdbc.sql(
            """
            with ended as (delete from upload where expires_at < now() returning storage_key, "offset")
            insert into blob_trash (storage_key, size, delete_after)
            select storage_key, "offset", now() from ended
            """)
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
              boolean still =
                  jdbc.sql(
                          """
                          select true from repository r
                          where id = ? and draft
                            and not exists (select 1 from upload u where u.repository_id = r.id)
                            and not exists (select 1 from repository_blob b
                                            where b.repository_id = r.id and b.lease_until > now())
                          for update skip locked
                          """)
                      .param(id)
                      .query(Boolean.class)
                      .optional()
                      .isPresent();
              if (!still) {
                return false;
              }
              jdbc.sql("delete from repository_blob where repository_id = ?").param(id).update();
              return jdbc.sql("delete from repository where id = ?").param(id).update() > 0;
            }));
  }

  private int deleteTrash() {
    int count = 0;
    while (true) {
      List<String> keys =
          jdbc.sql("select storage_key from blob_trash where delete_after < now() limit ?")
              .param(BATCH)
              .query((row, index) -> row.getString(1))
              .list();
      if (keys.isEmpty()) {
        return count;
      }
      // A file that does not go must not keep the others: it is tried again later.
      List<String> kept = store.deleteAll(keys);
      jdbc.sql(
              """
              update blob_trash set delete_after = now() + interval '1 hour'
              where storage_key = any(?)
              """)
          .param(kept.toArray(String[]::new))
          .update();
      List<String> gone = keys.stream().filter(key -> !kept.contains(key)).toList();
      jdbc.sql("delete from blob_trash where storage_key = any(?)")
          .param(gone.toArray(String[]::new))
          .update();
      count += gone.size();
    }
  }
}
