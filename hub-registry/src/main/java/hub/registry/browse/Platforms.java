package hub.registry.browse;

import hub.registry.Digest;
import hub.registry.browse.BaseImages.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The images behind a digest, one a platform, and what each weighs. */
@Component
class Platforms {

  /** Shown for what runs on none, such as an artifact. */
  static final String UNKNOWN = "unknown";

  /** More platforms of a tag, or layers of an image, than any real one has, are not listed. */
  static final int MOST_PLATFORMS = 100;

  static final int MOST_LAYERS = 500;

  private final JdbcClient jdbc;
  private final BaseImages bases;

  Platforms(JdbcClient jdbc, BaseImages bases) {
    this.jdbc = jdbc;
    this.bases = bases;
  }

  private record PlatformRow(Digest tagged, Digest image, String platform, long bytes) {}

  /** The images behind each digest: itself, or the children of an index but for attestations. */
  Map<Digest, List<PlatformImage>> of(long repositoryId, List<Digest> digests) {
    List<PlatformRow> rows =
        jdbc.sql(
                """
                select m.digest as tagged, m.digest as image, m.platform, m.total_bytes, 0 as ordinal
                from manifest m
                where m.repository_id = :repository and m.digest = any(:digests)
                  and not exists (select from manifest_child c
                                  where c.repository_id = m.repository_id and c.parent = m.digest)
                union all
                select c.parent, c.child,
                       coalesce((c.platform ->> 'os') || '/' || (c.platform ->> 'architecture')
                                || coalesce('/' || (c.platform ->> 'variant'), ''), m.platform),
                       m.total_bytes, c.ordinal
                from manifest_child c
                join manifest m on m.repository_id = c.repository_id and m.digest = c.child
                where c.repository_id = :repository and c.parent = any(:digests)
                  and coalesce(c.platform ->> 'os', '') <> 'unknown'
                  and c.ordinal < :most
                order by tagged, ordinal
                """)
            .param("repository", repositoryId)
            .param("digests", Digest.bytesOf(digests))
            .param("most", MOST_PLATFORMS)
            .query(
                (row, index) ->
                    new PlatformRow(
                        Digest.of(row.getBytes("tagged")),
                        Digest.of(row.getBytes("image")),
                        Optional.ofNullable(row.getString("platform")).orElse(UNKNOWN),
                        row.getLong("total_bytes")))
            .list();
    List<Digest> shown = rows.stream().map(PlatformRow::image).distinct().toList();
    Map<Digest, List<Long>> layers = layerSizes(repositoryId, shown);
    Map<Digest, Base> known = bases.of(repositoryId, shown);
    Map<Digest, List<PlatformImage>> images = new HashMap<>();
    for (PlatformRow row : rows) {
      Base base = known.get(row.image());
      images
          .computeIfAbsent(row.tagged(), it -> new ArrayList<>())
          .add(
              new PlatformImage(
                  row.image().toString(),
                  row.platform(),
                  row.bytes(),
                  ribbon(layers.getOrDefault(row.image(), List.of()), base)));
    }
    return images;
  }

  private static List<LayerSize> ribbon(List<Long> sizes, @Nullable Base base) {
    List<LayerSize> ribbon = new ArrayList<>(sizes.size());
    for (long size : sizes) {
      ribbon.add(new LayerSize(size, base != null && ribbon.size() < base.layers()));
    }
    return ribbon;
  }

  private Map<Digest, List<Long>> layerSizes(long repositoryId, List<Digest> images) {
    Map<Digest, List<Long>> sizes = new HashMap<>();
    jdbc.sql(
            """
            select manifest_digest, size from manifest_blob
            where repository_id = ? and manifest_digest = any(?) and ordinal between 1 and ?
            order by manifest_digest, ordinal
            """)
        .param(repositoryId)
        .param(Digest.bytesOf(images))
        .param(MOST_LAYERS)
        .query(
            row -> {
              sizes
                  .computeIfAbsent(
                      Digest.of(row.getBytes("manifest_digest")), it -> new ArrayList<>())
                  .add(row.getLong("size"));
            });
    return sizes;
  }
}
