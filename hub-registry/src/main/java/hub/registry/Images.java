package hub.registry;

import hub.registry.BaseImages.Base;
import hub.registry.manifest.ImageConfiguration;
import hub.registry.manifest.MediaTypes;
import hub.registry.storage.BlobDamaged;
import hub.registry.storage.Blobs;
import hub.registry.storage.StorageAway;
import hub.registry.storage.StoredBlob;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What pages and search show of tags and images. Reads only; the caller has checked permission. */
@Component
public class Images {

  private static final int MAX_CONFIGURATION = 4 * 1024 * 1024;
  private static final String UNKNOWN = "unknown";

  /** More platforms of a tag, or layers of an image, than any real one has, are not listed. */
  static final int MOST_PLATFORMS = 100;

  static final int MOST_LAYERS = 500;

  private static final String TAG =
      """
      select t.name, t.digest, m.media_type, a.name as pushed_by, t.pushed_at, t.sort_key,
             v.last_pulled_at, coalesce(v.pulls, 0) as pulls
      from tag t
      join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
      left join account a on a.id = t.pushed_by
      left join tag_activity v on v.repository_id = t.repository_id and v.tag = t.name
      """;

  private final JdbcClient jdbc;
  private final Blobs blobs;
  private final BaseImages bases;

  Images(JdbcClient jdbc, Blobs blobs, BaseImages bases) {
    this.jdbc = jdbc;
    this.blobs = blobs;
    this.bases = bases;
  }

  /** One page of tags, by keyset. */
  public TagPage tags(long repositoryId, TagQuery query) {
    return tags(repositoryId, query, 0);
  }

  /** The same behind so many others: for clients that count pages. */
  public TagPage tags(long repositoryId, TagQuery query, long skipped) {
    TagCursor cursor = TagCursor.parse(query.cursor(), query.order());
    boolean backwards = cursor != null && cursor.backwards();
    boolean downwards = query.order().downwards != backwards;
    String key = query.order().key;
    String direction = downwards ? "desc" : "asc";
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                TAG
                    + """
                    where t.repository_id = :repository
                      and (:filter = '' or position(lower(:filter) in lower(t.name)) > 0)
                      %s
                    order by t.%s %s, t.name %s
                    limit :limit offset :skipped
                    """
                        .formatted(
                            cursor == null
                                ? ""
                                : "and (t.%s, t.name) %s (:key::%s, :name)"
                                    .formatted(key, downwards ? "<" : ">", query.order().keyType),
                            key,
                            direction,
                            direction))
            .param("repository", repositoryId)
            .param("filter", query.filter())
            .param("limit", query.size() + 1)
            .param("skipped", skipped);
    if (cursor != null) {
      statement = statement.param("key", cursor.key()).param("name", cursor.name());
    }
    List<TagRow> rows = new ArrayList<>(statement.query((row, index) -> tagRow(row)).list());
    boolean more = rows.size() > query.size();
    if (more) {
      rows.removeLast();
    }
    if (backwards) {
      rows = rows.reversed();
    }
    boolean after = backwards || more;
    boolean before = backwards ? more : cursor != null;
    return new TagPage(
        summaries(repositoryId, rows),
        after && !rows.isEmpty() ? rows.getLast().cursor(query.order(), false) : null,
        before && !rows.isEmpty() ? rows.getFirst().cursor(query.order(), true) : null);
  }

  /** How many tags there are. */
  public int countTags(long repositoryId) {
    return jdbc.sql("select count(*) from tag where repository_id = ?")
        .param(repositoryId)
        .query(Integer.class)
        .single();
  }

  /** One tag with its images; empty where there is none of that name. */
  public Optional<TagSummary> tag(long repositoryId, String name) {
    if (name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<TagRow> rows =
        jdbc.sql(TAG + " where t.repository_id = ? and t.name = ?")
            .param(repositoryId)
            .param(name)
            .query((row, index) -> tagRow(row))
            .list();
    return summaries(repositoryId, rows).stream().findFirst();
  }

  /**
   * An image by digest ({@code sha256:…}), with layers and configuration. Empty where there is
   * none, or an index, or the text is no digest.
   */
  public Optional<ImageDetail> image(long repositoryId, String digest) {
    Digest parsed;
    try {
      parsed = Digest.parse(digest);
    } catch (InvalidDigest e) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select media_type, platform, total_bytes, config_digest, body from manifest
            where repository_id = ? and digest = ?
            """)
        .param(repositoryId)
        .param(parsed.bytes())
        .query((row, index) -> imageRow(row))
        .optional()
        .filter(it -> !MediaTypes.isIndex(it.mediaType()))
        .map(it -> detail(repositoryId, parsed, it));
  }

  /** The other tags that point to the same digest, in version order. */
  public List<String> aliases(long repositoryId, String digest) {
    return jdbc.sql(
            """
            select name from tag where repository_id = ? and digest = ?
            order by sort_key desc, name desc
            """)
        .param(repositoryId)
        .param(Digest.parse(digest).bytes())
        .query((row, index) -> row.getString(1))
        .list();
  }

  /** What has happened to it; zero and null where nothing has. */
  public Activity activity(long repositoryId) {
    return jdbc.sql(
            """
            select pulls, last_pulled_at, last_pushed_at from repository_activity
            where repository_id = ?
            """)
        .param(repositoryId)
        .query(
            (row, index) ->
                new Activity(
                    row.getLong("pulls"),
                    instant(row, "last_pulled_at"),
                    instant(row, "last_pushed_at")))
        .optional()
        .orElse(new Activity(0, null, null));
  }

  private record TagRow(
      String name,
      Digest digest,
      String mediaType,
      @Nullable String pushedBy,
      Instant pushedAt,
      String sortKey,
      @Nullable Instant lastPulledAt,
      long pulls) {

    String cursor(TagQuery.Order order, boolean backwards) {
      String key =
          switch (order) {
            case VERSION -> sortKey;
            case NEWEST, OLDEST -> pushedAt.toString();
            case NAME -> name;
          };
      return new TagCursor(backwards, key, name).toString();
    }
  }

  private static TagRow tagRow(ResultSet row) throws SQLException {
    return new TagRow(
        row.getString("name"),
        Digest.of(row.getBytes("digest")),
        row.getString("media_type"),
        row.getString("pushed_by"),
        row.getObject("pushed_at", OffsetDateTime.class).toInstant(),
        row.getString("sort_key"),
        instant(row, "last_pulled_at"),
        row.getLong("pulls"));
  }

  private List<TagSummary> summaries(long repositoryId, List<TagRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Digest> digests = rows.stream().map(TagRow::digest).distinct().toList();
    Map<Digest, List<PlatformImage>> images = platforms(repositoryId, digests);
    Map<Digest, List<String>> names = firstTags(repositoryId, digests);
    return rows.stream()
        .map(
            row ->
                new TagSummary(
                    row.name(),
                    row.digest().toString(),
                    row.mediaType(),
                    images.getOrDefault(row.digest(), List.of()),
                    row.pushedBy(),
                    row.pushedAt(),
                    row.lastPulledAt(),
                    row.pulls(),
                    names.getOrDefault(row.digest(), List.of()).stream()
                        .filter(name -> !name.equals(row.name()))
                        .limit(5)
                        .toList()))
        .toList();
  }

  private record PlatformRow(Digest tagged, Digest image, String platform, long bytes) {}

  /** The images behind each digest: itself, or the children of an index but for attestations. */
  private Map<Digest, List<PlatformImage>> platforms(long repositoryId, List<Digest> digests) {
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
            .param("digests", bytes(digests))
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
        .param(bytes(images))
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

  /** Up to six tags of each digest: one may be the one that is shown, the rest are its aliases. */
  private Map<Digest, List<String>> firstTags(long repositoryId, List<Digest> digests) {
    Map<Digest, List<String>> names = new HashMap<>();
    jdbc.sql(
            """
            select t.digest, t.name
            from unnest(?::bytea[]) d(digest)
            cross join lateral (
              select digest, name, sort_key from tag
              where repository_id = ? and digest = d.digest
              order by sort_key desc, name desc limit 6
            ) t
            order by t.sort_key desc, t.name desc
            """)
        .param(bytes(digests))
        .param(repositoryId)
        .query(
            row -> {
              names
                  .computeIfAbsent(Digest.of(row.getBytes("digest")), it -> new ArrayList<>())
                  .add(row.getString("name"));
            });
    return names;
  }

  private record ImageRow(
      String mediaType,
      @Nullable String platform,
      long bytes,
      @Nullable Digest config,
      byte[] body) {}

  private static ImageRow imageRow(ResultSet row) throws SQLException {
    byte[] config = row.getBytes("config_digest");
    return new ImageRow(
        row.getString("media_type"),
        row.getString("platform"),
        row.getLong("total_bytes"),
        config == null ? null : Digest.of(config),
        row.getBytes("body"));
  }

  private ImageDetail detail(long repositoryId, Digest digest, ImageRow row) {
    ImageConfiguration configuration =
        ImageConfiguration.parse(
            Optional.ofNullable(row.config())
                .flatMap(
                    config -> blobs.findAll(repositoryId, List.of(config)).stream().findFirst())
                .flatMap(blob -> read(blob))
                .orElse(new byte[0]));
    Base base = bases.of(repositoryId, List.of(digest)).get(digest);
    return new ImageDetail(
        digest.toString(),
        row.mediaType(),
        row.platform() == null ? UNKNOWN : row.platform(),
        row.bytes(),
        configuration.createdAt(),
        base == null ? null : base.name(),
        steps(configuration, layers(repositoryId, digest), base == null ? 0 : base.layers()),
        new Configuration(
            configuration.entrypoint(),
            configuration.cmd(),
            configuration.env(),
            configuration.exposedPorts(),
            configuration.volumes(),
            configuration.labels(),
            configuration.user(),
            configuration.workingDir(),
            configuration.author()),
        new String(row.body(), StandardCharsets.UTF_8));
  }

  /** An image whose configuration is damaged or away is shown without what stands in it. */
  private Optional<byte[]> read(StoredBlob blob) {
    try {
      return blobs.readSmall(blob, MAX_CONFIGURATION);
    } catch (BlobDamaged | StorageAway e) {
      return Optional.empty();
    }
  }

  private List<Layer> layers(long repositoryId, Digest image) {
    List<Layer> layers = new ArrayList<>();
    jdbc.sql(
            """
            select raw_digest, size from manifest_blob
            where repository_id = ? and manifest_digest = ? and ordinal > 0
            order by ordinal
            """)
        .param(repositoryId)
        .param(image.bytes())
        .query(
            row -> {
              layers.add(new Layer(Digest.of(row.getBytes("raw_digest")), row.getLong("size")));
            });
    return layers;
  }

  private record Layer(Digest digest, long bytes) {}

  /** Puts each layer beside the command that made it; the history may be missing or short. */
  private static List<Step> steps(
      ImageConfiguration configuration, List<Layer> layers, int baseLayers) {
    List<Step> steps = new ArrayList<>();
    Iterator<Layer> next = layers.iterator();
    int passed = 0;
    for (ImageConfiguration.Step step : configuration.history()) {
      if (step.empty() || !next.hasNext()) {
        steps.add(new Step(step.command(), null, 0, passed < baseLayers));
      } else {
        Layer layer = next.next();
        steps.add(
            new Step(
                step.command(), layer.digest().toString(), layer.bytes(), passed < baseLayers));
        passed++;
      }
    }
    while (next.hasNext()) {
      Layer layer = next.next();
      steps.add(new Step("", layer.digest().toString(), layer.bytes(), passed < baseLayers));
      passed++;
    }
    return steps;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static byte[][] bytes(Collection<Digest> digests) {
    return digests.stream().map(Digest::bytes).toArray(byte[][]::new);
  }

  /** Pulls, and when the last pull and push were. */
  public record Activity(
      long pulls, @Nullable Instant lastPulledAt, @Nullable Instant lastPushedAt) {}

  /**
   * Which tags, and in which order.
   *
   * @param filter part of the name, or empty
   * @param cursor {@link TagPage#next} or {@link TagPage#previous} of another page, or null
   * @param size how many, 1 to 100
   */
  public record TagQuery(String filter, Order order, @Nullable String cursor, int size) {

    /** Control characters are in no name, and the database refuses some of them. */
    public TagQuery {
      filter = filter.replaceAll("\\p{Cntrl}", "");
    }

    /** How tags are sorted. */
    public enum Order {
      /** 6.0.10 before 6.0.9; names that are no versions after them. */
      VERSION("sort_key", "text", true),
      NEWEST("pushed_at", "timestamptz", true),
      OLDEST("pushed_at", "timestamptz", false),
      NAME("name", "text", false);

      private final String key;
      private final String keyType;
      private final boolean downwards;

      Order(String key, String keyType, boolean downwards) {
        this.key = key;
        this.keyType = keyType;
        this.downwards = downwards;
      }
    }
  }

  /**
   * Some tags.
   *
   * @param next cursor of the page after this one, or null
   * @param previous cursor of the page before this one, or null
   */
  public record TagPage(List<TagSummary> tags, @Nullable String next, @Nullable String previous) {}

  /**
   * A tag and what it points to.
   *
   * @param images one for a plain image, one a platform for an index (attestations left out)
   * @param pushedBy the name of the account, null where that is gone
   * @param alsoTagged other tags of the same digest, at most 5
   */
  public record TagSummary(
      String name,
      String digest,
      String mediaType,
      List<PlatformImage> images,
      @Nullable String pushedBy,
      Instant pushedAt,
      @Nullable Instant lastPulledAt,
      long pulls,
      List<String> alsoTagged) {}

  /**
   * One platform's image in short.
   *
   * @param platform {@code linux/arm64/v8}, or {@code unknown} for artifacts
   * @param bytes what a pull moves: configuration and layers, compressed
   * @param layers for the ribbon, from the base
   */
  public record PlatformImage(String digest, String platform, long bytes, List<LayerSize> layers) {}

  /** A layer's weight; {@code base} where it belongs to the image this one builds on. */
  public record LayerSize(long bytes, boolean base) {}

  /**
   * An image whole.
   *
   * @param history the steps that made it, oldest first; steps without bytes have no digest
   * @param base the official image it builds on, like {@code debian:bookworm}, where it is known
   */
  public record ImageDetail(
      String digest,
      String mediaType,
      String platform,
      long bytes,
      @Nullable Instant createdAt,
      @Nullable String base,
      List<Step> history,
      Configuration configuration,
      String manifestJson) {}

  /**
   * One step.
   *
   * @param command as its author wrote it, as far as known: {@code RUN apt-get update}
   * @param digest of the layer it made, null where it made none
   */
  public record Step(String command, @Nullable String digest, long bytes, boolean base) {}

  /** How containers of the image start. */
  public record Configuration(
      List<String> entrypoint,
      List<String> cmd,
      List<String> env,
      List<String> exposedPorts,
      List<String> volumes,
      Map<String, String> labels,
      @Nullable String user,
      @Nullable String workingDir,
      @Nullable String author) {}
}
