package hub.registry.browse;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.browse.BaseImages.Base;
import hub.registry.manifest.MediaTypes;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** More platforms of a tag, or layers of an image, than any real one has, are not listed. */
  static final int MOST_PLATFORMS = 100;

  static final int MOST_LAYERS = 500;

  private static final int LONGEST_WORD = 64;
  private static final int MOST_FEATURES = 8;

  private final JdbcClient jdbc;
  private final BaseImages bases;

  Platforms(JdbcClient jdbc, BaseImages bases) {
    this.jdbc = jdbc;
    this.bases = bases;
  }

  /**
   * What a digest leads to.
   *
   * @param artifact what the first thing is of that is no image and is about none; null where an
   *     index lists nothing of the kind
   */
  record Behind(List<PlatformImage> images, @Nullable ArtifactKind artifact) {

    static final Behind NOTHING = new Behind(List.of(), null);

    /** What the whole is of: an index of nothing but charts is a chart. */
    ArtifactKind kind(ArtifactKind own) {
      return own == ArtifactKind.INDEX && images.isEmpty() && artifact != null ? artifact : own;
    }
  }

  private record Row(
      Digest tagged,
      Digest image,
      ArtifactKind kind,
      String platform,
      @Nullable String osVersion,
      List<String> osFeatures,
      long bytes) {

    boolean isImage() {
      return kind == ArtifactKind.IMAGE;
    }
  }

  /** What is behind each digest: itself where it is an image, or the images that an index lists. */
  Map<Digest, Behind> of(long repositoryId, List<Digest> digests) {
    List<Row> rows =
        jdbc.sql(
                // An entry of an artifact type is no image, whatever platform it is for; and what
                // a builder attests of one is of a platform "unknown".
                """
                select m.digest as tagged, m.digest as image, m.media_type, m.kind, m.artifact_type,
                       m.platform, m.total_bytes, 0 as ordinal,
                       case when m.platform like 'windows/%' then m.about ->> 'osVersion' end
                         as os_version, null::text[] as os_features
                from manifest m
                where m.repository_id = :repository and m.digest = any(:digests)
                  and not exists (select from manifest_child c
                                  where c.repository_id = m.repository_id and c.parent = m.digest)
                union all
                select c.parent, c.child, m.media_type,
                       case when c.artifact_type is null then m.kind
                            else coalesce(nullif(m.kind, 'image'), 'other') end,
                       m.artifact_type,
                       coalesce((c.platform ->> 'os') || '/' || (c.platform ->> 'architecture')
                                || coalesce('/' || (c.platform ->> 'variant'), ''), m.platform),
                       m.total_bytes, c.ordinal, left(c.platform ->> 'os.version', 64),
                       case when jsonb_typeof(c.platform -> 'os.features') = 'array'
                            then array(select jsonb_array_elements_text(c.platform -> 'os.features'))
                            end
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
            .query((row, index) -> row(row))
            .list();
    List<Digest> shown = rows.stream().filter(Row::isImage).map(Row::image).distinct().toList();
    Map<Digest, List<Long>> layers = layerSizes(repositoryId, shown);
    Map<Digest, Base> known = bases.of(repositoryId, shown);
    Map<Digest, Behind> behind = new HashMap<>();
    for (Row row : rows) {
      Behind before = behind.getOrDefault(row.tagged(), new Behind(new ArrayList<>(), null));
      if (row.isImage()) {
        before
            .images()
            .add(image(row, layers.getOrDefault(row.image(), List.of()), known.get(row.image())));
        behind.put(row.tagged(), before);
      } else if (before.artifact() == null
          && !row.kind().isAboutAnother()
          && row.kind() != ArtifactKind.INDEX) {
        behind.put(row.tagged(), new Behind(before.images(), row.kind()));
      }
    }
    return behind;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Digest.of(row.getBytes("tagged")),
        Digest.of(row.getBytes("image")),
        ArtifactKind.ofRow(
            row.getString("kind"),
            MediaTypes.isIndex(row.getString("media_type")),
            row.getString("artifact_type")),
        Optional.ofNullable(row.getString("platform")).orElse(PlatformImage.UNKNOWN),
        row.getString("os_version"),
        texts(row.getArray("os_features")),
        row.getLong("total_bytes"));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Arrays.stream((String[]) array.getArray())
            .filter(it -> it != null && it.length() <= LONGEST_WORD)
            .limit(MOST_FEATURES)
            .toList();
  }

  private static PlatformImage image(Row row, List<Long> sizes, @Nullable Base base) {
    List<LayerSize> ribbon = new ArrayList<>(sizes.size());
    for (long size : sizes) {
      ribbon.add(new LayerSize(size, base != null && ribbon.size() < base.layers()));
    }
    return new PlatformImage(
        row.image().toString(),
        row.platform(),
        row.osVersion(),
        row.osFeatures(),
        row.bytes(),
        ribbon);
  }

  private Map<Digest, List<Long>> layerSizes(long repositoryId, List<Digest> images) {
    Map<Digest, List<Long>> sizes = new HashMap<>();
    if (images.isEmpty()) {
      return sizes;
    }
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
