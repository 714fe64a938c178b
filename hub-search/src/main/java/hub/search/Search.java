package hub.search;

import hub.accounts.Caller;
import hub.db.Columns;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import hub.search.index.SearchText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds repositories that the caller may see. */
@Service
public class Search {

  /** No page begins behind so many hits; the counts stay exact. */
  private static final int DEEPEST = 10_000;

  private static final int MAX_SIZE = 100;

  /** So long the statements of one search may take together. */
  private static final int MOST_SECONDS = 5;

  /**
   * Own, shared and public ones. Drafts have no entry. Sub-selects instead of joins, so that the
   * plan for visitors is not worse than for anyone.
   */
  private static final String VISIBLE =
      """
      (e.public
       or e.repository_id in (select repository_id from granted_repositories(:caller, :reach)))
      and (not :official or e.official)
      and e.stars >= :minStars
      """;

  /** In a sub-select, so that the words are read once, whatever the plan, and not for each row. */
  private static final String WORDS =
      "(select to_tsquery('hub_simple', :query) || to_tsquery('hub_english', :query))";

  private static final String MATCHES =
      "(e.words @@ " + WORDS + " or e.full_name like :namePattern)";

  /** The better the name fits and the more it is used, the higher. */
  private static final String SCORE =
      """
      (case when e.name = :text then 8 when e.name like :prefix then 2
            when e.full_name like :namePattern then 1 else 0 end
       + 4 * ts_rank(e.words, %s))
      * (1 + ln(1 + coalesce(a.pulls, 0) + 10.0 * e.stars))
      * (case when e.official then 1.5 else 1 end)
      """
          .formatted(WORDS);

  private static final String MOST = "pulls desc, stars desc, full_name";

  private final JdbcClient jdbc;

  private final SearchRoom room = SearchRoom.forThisMachine();
  private final TransactionTemplate transaction;

  Search(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
    this.transaction.setTimeout(MOST_SECONDS);
  }

  /**
   * One page of hits. Any input is valid: odd text finds nothing, and a page or size out of bounds
   * is moved to the nearest bound.
   *
   * @throws SearchRefused where it takes longer than 5 seconds, or too many search at once
   */
  public Results find(Caller caller, SearchQuery query) {
    try {
      return room.work(() -> transaction.execute(_ -> findInTransaction(caller, query)));
    } catch (QueryTimeoutException | TransactionTimedOutException e) {
      throw SearchRefused.tooLong();
    }
  }

  private Results findInTransaction(Caller caller, SearchQuery query) {
    SearchText words = SearchText.of(query.text());
    if (words.isBlank()) {
      return page(caller, query, words, "true", "case when e.official then 1 else 0 end");
    }
    if (words.isEmpty()) {
      return new Results(List.of(), 0, null);
    }
    Results found =
        words.isPath()
            ? page(caller, query, words, "e.full_name like :pathPattern", "0")
            : page(caller, query, words, MATCHES, SCORE);
    return found.total() > 0 ? found : resembling(caller, query, words);
  }

  /**
   * What was perhaps meant: names that share groups of three letters with what was typed, enough of
   * them or with at most two letters wrong.
   */
  private Results resembling(Caller caller, SearchQuery query, SearchText words) {
    jdbc.sql("select set_config('pg_trgm.word_similarity_threshold', '0.3', true)")
        .query(String.class)
        .single();
    Results found =
        page(
            caller,
            query,
            words,
            """
            :joined <% e.full_name
            and (word_similarity(:joined, e.full_name) >= 0.45
                 or levenshtein_less_equal(:joined, e.name, 2) <= 2)
            """,
            """
            word_similarity(:joined, e.full_name)
            + 1.0 / (1 + levenshtein_less_equal(:joined, e.name, 2))
            """);
    return found.hits().isEmpty()
        ? found
        : new Results(found.hits(), found.total(), found.hits().getFirst().name().familiar());
  }

  private Results page(
      Caller caller, SearchQuery query, SearchText words, String condition, String score) {
    Map<String, @Nullable Object> parameters = parameters(caller, query, words);
    long total =
        jdbc.sql("select count(*) from search_entry e where " + condition + " and " + VISIBLE)
            .params(parameters)
            .query(Long.class)
            .single();
    int size = Math.clamp(query.size(), 1, MAX_SIZE);
    long offset = (Math.max(1, query.page()) - 1L) * size;
    if (offset >= total || offset >= DEEPEST) {
      return new Results(List.of(), total, null);
    }
    String order =
        switch (query.order()) {
          case BEST -> "exact desc, (exact and official) desc, score desc, official desc, " + MOST;
          case PULLS -> MOST;
          case STARS -> "stars desc, " + MOST;
          case UPDATED -> "last_pushed_at desc nulls last, full_name";
        };
    List<Hit> hits =
        jdbc.sql(
                """
                with matching as (
                  select e.repository_id, e.full_name, e.official, e.public, e.stars,
                         coalesce(a.pulls, 0) as pulls, a.last_pushed_at,
                         e.name = :text or e.full_name = :text as exact, %s as score
                  from search_entry e
                  left join repository_activity a on a.repository_id = e.repository_id
                  where %s and %s
                ), shown as (
                  select * from matching order by %4$s limit :size offset :offset
                )
                select shown.*, r.description
                from shown join repository r on r.id = shown.repository_id
                order by %4$s
                """
                    .formatted(score, condition, VISIBLE, order))
            .params(parameters)
            .param("size", size)
            .param("offset", offset)
            .query(Search::hit)
            .list();
    return new Results(hits, total, null);
  }

  private static Map<String, @Nullable Object> parameters(
      Caller caller, SearchQuery query, SearchText words) {
    Map<String, @Nullable Object> parameters = Permissions.parameters(caller);
    parameters.put("official", query.official());
    parameters.put("minStars", query.minStars());
    parameters.put("text", words.text());
    parameters.put("query", words.query());
    parameters.put("namePattern", words.namePattern());
    parameters.put("prefix", words.namePattern().substring(1));
    parameters.put("pathPattern", words.pathPattern());
    parameters.put("joined", words.joined());
    return parameters;
  }

  private static Hit hit(ResultSet rs, int number) throws SQLException {
    return new Hit(
        rs.getLong("repository_id"),
        RepositoryName.parse(rs.getString("full_name")),
        rs.getString("description"),
        rs.getBoolean("official"),
        !rs.getBoolean("public"),
        rs.getInt("stars"),
        rs.getLong("pulls"),
        Columns.instant(rs, "last_pushed_at"));
  }
}
