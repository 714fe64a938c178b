package hub.registry.browse;

import hub.db.Columns;
import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.manifest.MediaTypes;
import hub.registry.tag.VersionOrder;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tag that stands for a repository: {@code latest}, or else the highest release, or else the
 * highest version, or else what was pushed last. What tools keep beside an image stands for it only
 * where there is nothing else. For lists, of many repositories at once: one query, however many.
 */
@Component
public class Headlines {

  private final JdbcClient jdbc;
  private final BaseImages bases;

  Headlines(JdbcClient jdbc, BaseImages bases) {
    this.jdbc = jdbc;
    this.bases = bases;
  }

  /**
   * The tag that stands for a repository.
   *
   * @param kind what it is of
   * @param totalBytes of all that it points to
   * @param images one for a plain image, one a platform for an index; none for artifacts
   */
  public record Headline(
      String tag,
      ArtifactKind kind,
      Instant pushedAt,
      long totalBytes,
      List<PlatformImage> images) {

    /** What most people pull: linux/amd64, or else the first; null for artifacts. */
    public @Nullable PlatformImage usual() {
      return PlatformImage.usual(images);
    }

    private Headline on(Digest image, int baseLayers) {
      return new Headline(
          tag,
          kind,
          pushedAt,
          totalBytes,
          images.stream()
              .map(it -> it.digest().equals(image.toString()) ? it.on(baseLayers) : it)
              .toList());
    }

    /** What a pull of it moves for most people, whatever it is. */
    public long bytes() {
      PlatformImage usual = usual();
      return usual == null ? totalBytes : usual.bytes();
    }
  }

  /** How many versions are looked at for one that is released. */
  private static final int MOST_EARLY = 50;

  /** Its name, of the repository that {@code wanted.id} is; the first that there is. */
  private static final String NAME =
      """
      coalesce(
        (select v.name
         from (select name, sort_key from tag
               where repository_id = wanted.id and sort_key >= '%1$s'
               order by sort_key desc, name desc limit %2$d) v
         order by v.sort_key ~ '%3$s', v.sort_key desc, v.name desc limit 1),
        (select name from tag
         where repository_id = wanted.id and sort_key >= '%4$s' and sort_key < '%1$s'
         order by pushed_at desc, name desc limit 1),
        (select name from tag
         where repository_id = wanted.id order by pushed_at desc, name desc limit 1))
      """
          .formatted(
              VersionOrder.VERSIONS,
              MOST_EARLY,
              VersionOrder.PRE_RELEASE,
              VersionOrder.HELPERS_END);

  /** By repository; those without a tag are left out. The caller has checked permission. */
  public Map<Long, Headline> of(Collection<Long> repositoryIds) {
    if (repositoryIds.isEmpty()) {
      return Map.of();
    }
    var headlines = new HashMap<Long, Headline>();
    jdbc.sql(
            """
            select t.repository_id, t.name, t.pushed_at, tagged.kind, tagged.media_type,
                   tagged.artifact_type, tagged.total_bytes as tagged_bytes,
                   i.digest, i.platform, i.total_bytes,
                   (select array_agg(b.size order by b.ordinal)
                    from manifest_blob b
                    where b.repository_id = t.repository_id and b.manifest_digest = i.digest
                      and b.ordinal between 1 and :layers) as layers
            from unnest(:ids::bigint[]) as wanted (id)
            join tag t on t.repository_id = wanted.id and t.name ="""
                + NAME
                + """
            join manifest tagged on tagged.repository_id = t.repository_id
              and tagged.digest = t.digest
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
              if (!headlines.containsKey(repository)) {
                headlines.put(
                    repository,
                    new Headline(
                        rs.getString("name"),
                        ArtifactKind.ofRow(
                            rs.getString("kind"),
                            MediaTypes.isIndex(rs.getString("media_type")),
                            rs.getString("artifact_type")),
                        Columns.time(rs, "pushed_at"),
                        rs.getLong("tagged_bytes"),
                        new ArrayList<>()));
              }
              if (rs.getString("platform") != null) {
                headlines.get(repository).images().add(image(rs));
              }
            });
    return headlines;
  }

  /** The same with the base of what most people pull: its layers are told from the image's own. */
  public Map<Long, Headline> withBases(Collection<Long> repositoryIds) {
    Map<Long, Headline> headlines = of(repositoryIds);
    Map<Long, BaseImages.Image> shown = new HashMap<>();
    headlines.forEach(
        (id, headline) -> {
          PlatformImage usual = headline.usual();
          if (usual != null) {
            shown.put(id, new BaseImages.Image(id, Digest.parse(usual.digest())));
          }
        });
    Map<BaseImages.Image, BaseImages.Base> known = bases.of(shown.values());
    Map<Long, Headline> withBases = new HashMap<>(headlines);
    shown.forEach(
        (id, image) -> {
          BaseImages.Base base = known.get(image);
          if (base != null) {
            withBases.computeIfPresent(id, (_, it) -> it.on(image.digest(), base.layers()));
          }
        });
    return withBases;
  }

  /** The name of one repository's; empty where it has no tag. The caller has checked permission. */
  public Optional<String> tagOf(long repositoryId) {
    return jdbc.sql(
            "select n.name from (values (:id::bigint)) wanted (id), lateral (select "
                + NAME
                + ") n (name) where n.name is not null")
        .param("id", repositoryId)
        .query(String.class)
        .optional();
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
