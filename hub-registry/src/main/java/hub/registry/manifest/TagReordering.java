package hub.registry.manifest;

import hub.registry.ArtifactKind;
import hub.registry.tag.VersionOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives tags their place in the order of versions that were pushed to an older version of the hub,
 * or to a node that still runs it. Until then they stand behind all others, and no page misses one.
 */
@Component
public class TagReordering {

  private static final int BATCH = 500;

  /** A look into an index that is empty, once all is done. */
  private static final String OLD =
      """
      select t.repository_id, t.name, t.digest, t.sort_key, m.media_type, m.artifact_type,
             array(select b.media_type from manifest_blob b
                   where b.repository_id = t.repository_id and b.manifest_digest = t.digest
                     and b.ordinal between 1 and 500
                   union
                   select c.media_type from manifest_child c
                   where c.repository_id = t.repository_id and c.parent = t.digest
                     and c.ordinal < 500) as layers
      from tag t
      join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
      where t.sort_key >= '%s' and t.sort_key < '%s'
      order by t.repository_id, t.name
      limit %d
      """
          .formatted(VersionOrder.HELPERS_END, VersionOrder.OLD_END, BATCH);

  private final JdbcClient jdbc;

  TagReordering(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record OldTag(
      long repositoryId, String name, byte[] digest, String sortKey, ArtifactKind kind) {}

  /** All that there are, some at a time; each is one short transaction. */
  public void run() {
    List<OldTag> batch;
    do {
      batch = jdbc.sql(OLD).query((row, _) -> oldTag(row)).list();
      batch.forEach(this::reorder);
    } while (batch.size() == BATCH);
  }

  /** Unless it was moved meanwhile: then it has its place already. */
  private void reorder(OldTag tag) {
    jdbc.sql(
            """
            update tag set sort_key = :key
            where repository_id = :repository and name = :name and digest = :digest
              and sort_key = :old
            """)
        .param("key", VersionOrder.key(tag.name(), tag.kind()))
        .param("repository", tag.repositoryId())
        .param("name", tag.name())
        .param("digest", tag.digest())
        .param("old", tag.sortKey())
        .update();
  }

  private static OldTag oldTag(ResultSet row) throws SQLException {
    return new OldTag(
        row.getLong("repository_id"),
        row.getString("name"),
        row.getBytes("digest"),
        row.getString("sort_key"),
        ArtifactKind.of(
            MediaTypes.isIndex(row.getString("media_type")),
            row.getString("artifact_type"),
            row.getString("artifact_type"),
            List.of((String[]) row.getArray("layers").getArray())));
  }
}
