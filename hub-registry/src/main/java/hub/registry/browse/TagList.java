package hub.registry.browse;

import hub.db.Columns;
import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.TagName;
import hub.registry.manifest.MediaTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tags of a repository, with the images behind them. */
@Component
public class TagList {

  private static final String TAG =
      """
      select t.name, t.digest, m.media_type, m.kind, m.artifact_type, m.total_bytes, a.name as pushed_by, t.pushed_at, t.sort_key,
             v.last_pulled_at, coalesce(v.pulls, 0) as pulls
      from tag t
      join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
      left join account a on a.id = t.pushed_by
      left join tag_activity v on v.repository_id = t.repository_id and v.tag = t.name
      """;

  private final JdbcClient jdbc;
  private final Platforms platforms;

  TagList(JdbcClient jdbc, Platforms platforms) {
    this.jdbc = jdbc;
    this.platforms = platforms;
  }

  /** One page of tags, by keyset. */
  public TagPage page(long repositoryId, TagQuery query) {
    return page(repositoryId, query, 0);
  }

  /** The same after so many others: for clients that count pages. */
  public TagPage page(long repositoryId, TagQuery query, long skipped) {
    TagCursor cursor = TagCursor.parse(query.cursor(), query.order());
    boolean backwards = cursor != null && cursor.backwards();
    boolean downwards = query.order().isDownwards() != backwards;
    String key = query.order().column();
    String direction = downwards ? "desc" : "asc";
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                TAG
                    + """
                    where t.repository_id = :repository and %s
                      and (:filter = '' or position(lower(:filter) in lower(t.name)) > 0)
                      %s
                    order by t.%s %s, t.name %s
                    limit :limit offset :skipped
                    """
                        .formatted(
                            query.part().sql(),
                            cursor == null
                                ? ""
                                : "and (t.%s, t.name) %s (:key::%s, :name)"
                                    .formatted(key, downwards ? "<" : ">", query.order().type()),
                            key,
                            direction,
                            direction))
            .param("repository", repositoryId)
            .param("filter", query.filter())
            .param("limit", query.size() + 1)
            .param("skipped", skipped);
    if (cursor != null) {
      statement = statement.param("key", cursor.key()).param("name", cursor.name().value());
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

  /** The first names in the order of versions, without those of tools: by index alone. */
  public List<String> names(long repositoryId, int limit) {
    return jdbc.sql(
            """
            select t.name from tag t where t.repository_id = ? and %s
            order by t.sort_key desc, t.name desc limit ?
            """
                .formatted(TagQuery.Part.IMAGES.sql()))
        .param(repositoryId)
        .param(limit)
        .query((row, _) -> row.getString("name"))
        .list();
  }

  /** How many tags there are. */
  public int count(long repositoryId) {
    return jdbc.sql("select count(*) from tag where repository_id = ?")
        .param(repositoryId)
        .query(Integer.class)
        .single();
  }

  /** One tag with its images; empty where there is none of that name. */
  public Optional<TagSummary> find(long repositoryId, String name) {
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

  private record TagRow(
      String name,
      Digest digest,
      String mediaType,
      ArtifactKind kind,
      @Nullable String artifactType,
      long bytes,
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
      return new TagCursor(backwards, key, new TagName(name)).toString();
    }
  }

  private static TagRow tagRow(ResultSet row) throws SQLException {
    return new TagRow(
        row.getString("name"),
        Digest.of(row.getBytes("digest")),
        row.getString("media_type"),
        ArtifactKind.ofRow(
            row.getString("kind"),
            MediaTypes.isIndex(row.getString("media_type")),
            row.getString("artifact_type")),
        row.getString("artifact_type"),
        row.getLong("total_bytes"),
        row.getString("pushed_by"),
        Columns.time(row, "pushed_at"),
        row.getString("sort_key"),
        Columns.instant(row, "last_pulled_at"),
        row.getLong("pulls"));
  }

  private List<TagSummary> summaries(long repositoryId, List<TagRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Digest> digests = rows.stream().map(TagRow::digest).distinct().toList();
    Map<Digest, Platforms.Behind> behind = platforms.of(repositoryId, digests);
    Map<Digest, List<String>> names = firstTags(repositoryId, digests);
    return rows.stream()
        .map(
            row ->
                summary(
                    row,
                    behind.getOrDefault(row.digest(), Platforms.Behind.NOTHING),
                    names.getOrDefault(row.digest(), List.of())))
        .toList();
  }

  private static TagSummary summary(TagRow row, Platforms.Behind behind, List<String> names) {
    PlatformImage usual = PlatformImage.usual(behind.images());
    List<String> others = names.stream().filter(name -> !name.equals(row.name())).toList();
    return new TagSummary(
        row.name(),
        row.digest().toString(),
        row.mediaType(),
        behind.kind(row.kind()),
        row.artifactType(),
        usual == null ? row.bytes() : usual.bytes(),
        behind.images(),
        row.pushedBy(),
        row.pushedAt(),
        row.lastPulledAt(),
        row.pulls(),
        others.stream().limit(TagSummary.MOST_ALIASES).toList(),
        others.size() > TagSummary.MOST_ALIASES);
  }

  /** The first tags of each digest: the one that is shown, its aliases, and one more to tell of. */
  private Map<Digest, List<String>> firstTags(long repositoryId, List<Digest> digests) {
    Map<Digest, List<String>> names = new HashMap<>();
    jdbc.sql(
            """
            select t.digest, t.name
            from unnest(?::bytea[]) d(digest)
            cross join lateral (
              select digest, name, sort_key from tag
              where repository_id = ? and digest = d.digest
              order by sort_key desc, name desc limit ?
            ) t
            order by t.sort_key desc, t.name desc
            """)
        .param(Digest.bytesOf(digests))
        .param(repositoryId)
        .param(TagSummary.MOST_ALIASES + 2)
        .query(
            row -> {
              names
                  .computeIfAbsent(Digest.of(row.getBytes("digest")), it -> new ArrayList<>())
                  .add(row.getString("name"));
            });
    return names;
  }
}
