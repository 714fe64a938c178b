package hub.repositories.activity;

import hub.db.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How often and when last repositories were pulled from, pushed to and starred. */
@Component
public class RepositoryActivity {

  private final JdbcClient jdbc;

  RepositoryActivity(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Pulls from one repository.
   *
   * @param last when the last of them was
   */
  public record Pulls(long repositoryId, long count, Instant last) {}

  /** What has happened to a repository; zero and null where nothing has. */
  @Transactional(readOnly = true)
  public Activity of(long repositoryId) {
    return jdbc.sql(
            """
            select pulls, stars, last_pulled_at, last_pushed_at from repository_activity
            where repository_id = ?
            """)
        .param(repositoryId)
        .query(
            (row, _) ->
                new Activity(
                    row.getLong("pulls"),
                    row.getInt("stars"),
                    Columns.instant(row, "last_pulled_at"),
                    Columns.instant(row, "last_pushed_at")))
        .optional()
        .orElse(Activity.NONE);
  }

  /** Notes a push, in its transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void pushed(long repositoryId) {
    jdbc.sql(
            """
            insert into repository_activity (repository_id, last_pushed_at)
            values (?, now())
            on conflict (repository_id)
            do update set last_pushed_at = excluded.last_pushed_at
            """)
        .param(repositoryId)
        .update();
  }

  /**
   * Adds pulls that were gathered, at most one entry a repository; what is deleted meanwhile is
   * left out. Sorted, so that two nodes are in no deadlock; and repositories are locked before
   * their counts, as by a deletion.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void pulled(List<Pulls> pulls) {
    List<Pulls> sorted =
        pulls.stream().sorted(Comparator.comparingLong(Pulls::repositoryId)).toList();
    jdbc.sql(
            """
            insert into repository_activity (repository_id, pulls, last_pulled_at)
            select c.id, c.pulls, c.last
            from unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) c(id, pulls, last)
            join repository r on r.id = c.id
            order by c.id for key share of r
            on conflict (repository_id) do update
            set pulls = repository_activity.pulls + excluded.pulls,
                last_pulled_at = greatest(repository_activity.last_pulled_at, excluded.last_pulled_at)
            """)
        .param(sorted.stream().map(Pulls::repositoryId).toArray(Long[]::new))
        .param(sorted.stream().map(Pulls::count).toArray(Long[]::new))
        .param(
            sorted.stream()
                .map(it -> OffsetDateTime.ofInstant(it.last(), ZoneOffset.UTC).toString())
                .toArray(String[]::new))
        .update();
  }

  /** Counts a star that was given (1) or taken back (-1), in its transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void starred(long repositoryId, int change) {
    jdbc.sql(
            """
            insert into repository_activity (repository_id, stars) values (:id, greatest(:change, 0))
            on conflict (repository_id)
            do update set stars = greatest(repository_activity.stars + :change, 0)
            """)
        .param("id", repositoryId)
        .param("change", change)
        .update();
  }
}
