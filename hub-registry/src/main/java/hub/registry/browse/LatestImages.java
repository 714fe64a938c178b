package hub.registry.browse;

import hub.db.Columns;
import hub.registry.Digest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest tag of many repositories at once, for lists of them: one query, however many. */
@Component
public class LatestImages {

  private final JdbcClient jdbc;

  LatestImages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The tag that was pushed last.
   *
   * @param pushedBy the name of the account, null where that is gone
   * @param images one for a plain image, one a platform for an index; none for artifacts
   */
  public record Latest(
      String tag, @Nullable String pushedBy, Instant pushedAt, List<PlatformImage> images) {

    /** What most people pull: linux/amd64, or else the first; null for artifacts. */
    public @Nullable PlatformImage usual() {
      return PlatformImage.usual(images);
    }
  }

  /** By repository; those without a tag are left out. The caller has checked permission. */
  public Map<Long, Latest> of(Collection<Long> repositoryIds) {
    if (repositoryIds.isEmpty()) {
      return Map.of();
    }
    var latest = new HashMap<Long, Latest>();
    jdbc.sql(
            """
            select t.repository_id, t.name, a.name as pushed_by, t.pushed_at, i.digest, i.platform,
                   i.total_bytes,
                   (select array_agg(b.size order by b.ordinal)
                    from manifest_blob b
                    where b.repository_id = t.repository_id and b.manifest_digest = i.digest
                      and b.ordinal between 1 and :layers) as layers
            from unnest(:ids::bigint[]) as wanted (id)
            cross join lateral (
              select * from tag where repository_id = wanted.id order by pushed_at desc, name limit 1
            ) t
            left join account a on a.id = t.pushed_by
            left join lateral (
              select m.digest, m.platform, m.total_bytes, 0 as ordinal
              from manifest m
              where m.repository_id = t.repository_id and m.digest = t.digest
              union all
              select m.digest, m.platform, m.total_bytes, c.ordinal
              from manifest_child c
              join manifest m on m.repository_id = c.repository_id and m.digest = c.child
              where c.repository_id = t.repository_id and c.parent = t.digest
                and c.ordinal < :platforms
            ) i on i.platform not like 'unknown%'
            order by t.repository_id, i.ordinal
            """)
        .param("ids", repositoryIds.toArray(Long[]::new))
        .param("layers", Platforms.MOST_LAYERS)
        .param("platforms", Platforms.MOST_PLATFORMS)
        .query(
            rs -> {
              long repository = rs.getLong("repository_id");
              if (!latest.containsKey(repository)) {
                latest.put(
                    repository,
                    new Latest(
                        rs.getString("name"),
                        rs.getString("pushed_by"),
                        Columns.time(rs, "pushed_at"),
                        new ArrayList<>()));
              }
              if (rs.getString("platform") != null) {
                latest.get(repository).images().add(image(rs));
              }
            });
    return latest;
  }

  private static PlatformImage image(ResultSet rs) throws SQLException {
    return new PlatformImage(
        Digest.of(rs.getBytes("digest")).toString(),
        rs.getString("platform"),
        rs.getLong("total_bytes"),
        layers(rs.getArray("layers")));
  }

  private static List<LayerSize> layers(@Nullable Array sizes) throws SQLException {
    if (sizes == null) {
      return List.of();
    }
    var layers = new ArrayList<LayerSize>();
    for (Long size : (Long[]) sizes.getArray()) {
      layers.add(new LayerSize(size, false));
    }
    return layers;
  }
}
