package hub.registry.manifest;

import hub.repositories.RepositoryDeleted;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes away what hangs on a repository, in the transaction that deletes it. Blobs stay until
 * nothing refers to them.
 */
@Component
class RepositoryCleanup {

  private final JdbcClient jdbc;

  RepositoryCleanup(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void on(RepositoryDeleted deleted) {
    for (String sql :
        new String[] {
          "delete from tag where repository_id = ?",
          "delete from manifest_child where repository_id = ?",
          "delete from manifest where repository_id = ?",
          "delete from repository_blob where repository_id = ?",
          """
          with ended as (delete from upload where repository_id = ? returning storage_key, "offset")
          insert into blob_trash (storage_key, size, delete_after)
          select storage_key, "offset", now() from ended
          """
        }) {
      jdbc.sql(sql).param(deleted.repositoryId()).update();
    }
  }
}
