package hub.registry.browse;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many tags there are. */
@Component
public class TagCounts {

  private final JdbcClient jdbc;

  TagCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The tags of a repository.
   *
   * @param images what people look for
   * @param helpers what tools keep beside an image
   */
  public record Count(int images, int helpers) {

    public int all() {
      return images + helpers;
    }
  }

  /**
   * Where a page stands in its list.
   *
   * @param ahead how many come before its first
   * @param total how many there are on all pages
   */
  public record Place(long ahead, long total) {}

  /** All that a repository has. */
  public Count of(long repositoryId) {
    return jdbc.sql(
            """
            select count(*) filter (where %s) as images, count(*) filter (where %s) as helpers
            from tag t where t.repository_id = ?
            """
                .formatted(TagQuery.Part.IMAGES.sql(), TagQuery.Part.HELPERS.sql()))
        .param(repositoryId)
        .query((row, _) -> new Count(row.getInt("images"), row.getInt("helpers")))
        .single();
  }

  /**
   * Where a page stands.
   *
   * @param previous {@link TagPage#previous} of that page; null for the first one
   */
  public Place place(long repositoryId, TagQuery query, @Nullable String previous) {
    TagCursor first = TagCursor.parse(previous, query.order());
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                select count(*) as total, count(*) filter (where %s) as ahead
                from tag t
                where t.repository_id = :repository and %s
                  and (:filter = '' or position(lower(:filter) in lower(t.name)) > 0)
                """
                    .formatted(
                        first == null
                            ? "false"
                            : "(t.%s, t.name) %s (:key::%s, :name)"
                                .formatted(
                                    query.order().column(),
                                    query.order().isDownwards() ? ">" : "<",
                                    query.order().type()),
                        query.part().sql()))
            .param("repository", repositoryId)
            .param("filter", query.filter());
    if (first != null) {
      statement = statement.param("key", first.key()).param("name", first.name().value());
    }
    return statement
        .query((row, _) -> new Place(row.getLong("ahead"), row.getLong("total")))
        .single();
  }
}
