package hub.repositories.listing;

import hub.accounts.Caller;
import hub.db.Columns;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.PlainText;
import hub.repositories.RepositoryName;
import hub.repositories.Visibility;
import hub.repositories.access.Permissions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lists of repositories, as the caller may see them. */
@Component
@Transactional(readOnly = true)
public class RepositoryLists {

  private static final int MAX_SIZE = 100;

  private static final String COLUMNS =
      """
      select r.id, n.name as namespace, r.name, r.visibility, r.description, r.created_at,
             r.updated_at, coalesce(a.pulls, 0) as pulls, a.last_pushed_at, %s as key
      from visible_repositories(:caller, :reach) r
      join account n on n.id = r.namespace_id
      left join repository_activity a on a.repository_id = r.id
      where true
      """;

  private final JdbcClient jdbc;

  RepositoryLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Some repositories.
   *
   * @param next cursor of the page after this one, or null
   */
  public record Mine(List<RepositorySummary> repositories, @Nullable String next) {}

  /**
   * Some repositories of all that match.
   *
   * @param total how many match
   */
  public record Numbered(List<RepositorySummary> repositories, long total) {}

  /**
   * The repositories of the caller's own namespace and those others share with the caller; for site
   * admins the official ones too. None for an anonymous caller.
   *
   * @param filter part of {@code namespace/name}, or empty
   * @param cursor {@link Mine#next} of another page, or null; one that is broken means the first
   * @param size 1 to 100
   */
  public Mine mine(
      Caller caller, String filter, RepositoryOrder order, @Nullable String cursor, int size) {
    if (caller.isAnonymous()) {
      return new Mine(List.of(), null);
    }
    int limit = Math.clamp(size, 1, MAX_SIZE);
    Cursor after = Cursor.parse(cursor, order);
    String key = key(order);
    String sql =
        COLUMNS.formatted(key)
            + """
            and r.id in (select repository_id from granted_repositories(:caller, :reach))
            and position(:filter in n.name || '/' || r.name) > 0
            """
            + (after == null
                ? ""
                : order == RepositoryOrder.NAME
                    ? "and " + key + " > :key\n"
                    : "and (" + key + ", r.id) < (:key::bigint, :id)\n")
            + orderBy(order, false)
            + " limit :limit";
    var query =
        jdbc.sql(sql)
            .params(Permissions.parameters(caller))
            .param("filter", filter(filter))
            .param("limit", limit + 1);
    if (after != null) {
      query = query.param("key", after.key()).param("id", after.id());
    }
    List<Row> rows = query.query(RepositoryLists::row).list();
    boolean more = rows.size() > limit;
    List<Row> shown = more ? rows.subList(0, limit) : rows;
    return new Mine(
        shown.stream().map(Row::repository).toList(), more ? Cursor.text(shown.getLast()) : null);
  }

  /**
   * The repositories of a namespace that the caller may see, a numbered page of them.
   *
   * @param namespace its name; one that does not exist has none
   * @param filter part of the name, or empty
   * @param page 1 and up
   * @param size 1 to 100
   */
  public Numbered ofNamespace(
      Caller caller, String namespace, String filter, RepositoryOrder order, int page, int size) {
    return ofNamespace(caller, namespace, filter, order, false, page, size);
  }

  /**
   * The same in either direction.
   *
   * @param reversed true for the last of the order first
   */
  public Numbered ofNamespace(
      Caller caller,
      String namespace,
      String filter,
      RepositoryOrder order,
      boolean reversed,
      int page,
      int size) {
    int limit = Math.clamp(size, 1, MAX_SIZE);
    String matching =
        """
        and n.name = :namespace
        and position(:filter in r.name) > 0
        """;
    Map<String, @Nullable Object> parameters = Permissions.parameters(caller);
    parameters.put("namespace", filter(namespace));
    parameters.put("filter", filter(filter));
    long total =
        jdbc.sql(
                """
                select count(*)
                from visible_repositories(:caller, :reach) r
                join account n on n.id = r.namespace_id
                where true
                """
                    + matching)
            .params(parameters)
            .query(Long.class)
            .single();
    long offset = (Math.max(1, page) - 1L) * limit;
    if (offset >= total) {
      return new Numbered(List.of(), total);
    }
    List<RepositorySummary> repositories =
        jdbc
            .sql(
                COLUMNS.formatted(key(order))
                    + matching
                    + orderBy(order, reversed)
                    + " limit :limit offset :offset")
            .params(parameters)
            .param("limit", limit)
            .param("offset", offset)
            .query(RepositoryLists::row)
            .stream()
            .map(Row::repository)
            .toList();
    return new Numbered(repositories, total);
  }

  private static String filter(String text) {
    return PlainText.line("filter", text.length() > 200 ? text.substring(0, 200) : text, 200)
        .toLowerCase(Locale.ROOT);
  }

  private static String key(RepositoryOrder order) {
    return switch (order) {
      case NAME -> "(n.name || '/' || r.name)";
      case PULLS -> "coalesce(a.pulls, 0)";
      case PUSHED ->
          "(extract(epoch from coalesce(a.last_pushed_at, r.created_at)) * 1000000)::bigint";
    };
  }

  private static String orderBy(RepositoryOrder order, boolean reversed) {
    boolean descending = reversed == (order == RepositoryOrder.NAME);
    String direction = descending ? " desc" : "";
    return "order by " + key(order) + direction + ", r.id" + direction;
  }

  private record Row(RepositorySummary repository, String key) {}

  private static Row row(ResultSet rs, int number) throws SQLException {
    return new Row(
        new RepositorySummary(
            rs.getLong("id"),
            new RepositoryName(rs.getString("namespace"), rs.getString("name")),
            Visibility.parse(rs.getString("visibility")),
            rs.getString("description"),
            Columns.time(rs, "created_at"),
            Columns.time(rs, "updated_at"),
            rs.getLong("pulls"),
            Columns.instant(rs, "last_pushed_at")),
        rs.getString("key"));
  }

  /** The sort key and the id of the last row that was shown. */
  private record Cursor(String key, long id) {

    static String text(Row row) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              (row.repository().id() + " " + row.key()).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Cursor parse(@Nullable String text, RepositoryOrder order) {
      if (text == null || text.isEmpty()) {
        return null;
      }
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
        if (order == RepositoryOrder.NAME) {
          RepositoryName.parse(parts[1]);
        } else {
          Long.parseLong(parts[1]);
        }
        return new Cursor(parts[1], Long.parseLong(parts[0]));
      } catch (IllegalArgumentException
          | IndexOutOfBoundsException
          | InvalidRepositoryName broken) {
        return null;
      }
    }
  }
}
