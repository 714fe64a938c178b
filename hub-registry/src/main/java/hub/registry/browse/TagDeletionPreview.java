package hub.registry.browse;

import hub.db.Columns;
import hub.registry.Digest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What stays and what goes where some tags are deleted. */
@Component
public class TagDeletionPreview {

  private static final int MOST_OTHERS = 6;

  private final JdbcClient jdbc;

  TagDeletionPreview(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A tag that is to be deleted.
   *
   * @param others tags that point to the same and stay, at most 6
   * @param listed whether an index lists what it points to
   */
  public record Line(
      String tag, String digest, Instant pushedAt, List<String> others, boolean listed) {

    /** Whether what it points to stays. */
    public boolean kept() {
      return listed || !others.isEmpty();
    }
  }

  /** Those of these names that there are, in the order of versions. */
  public List<Line> of(long repositoryId, Collection<String> names) {
    return jdbc.sql(
            """
            select t.name, t.digest, t.pushed_at,
                   array(select o.name from tag o
                         where o.repository_id = t.repository_id and o.digest = t.digest
                           and o.name <> all(:names)
                         order by o.sort_key desc, o.name desc limit :most) as others,
                   exists (select from manifest_child c
                           where c.repository_id = t.repository_id and c.child = t.digest) as listed
            from tag t
            where t.repository_id = :repository and t.name = any(:names)
            order by t.sort_key desc, t.name desc
            """)
        .param("names", names.stream().filter(it -> it.indexOf('\0') < 0).toArray(String[]::new))
        .param("most", MOST_OTHERS)
        .param("repository", repositoryId)
        .query((row, _) -> line(row))
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    Array others = row.getArray("others");
    return new Line(
        row.getString("name"),
        Digest.of(row.getBytes("digest")).toString(),
        Columns.time(row, "pushed_at"),
        List.of((String[]) others.getArray()),
        row.getBoolean("listed"));
  }
}
