package hub.registry.browse;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pulls and pushes of repositories. */
@Component
public class Activities {

  private final JdbcClient jdbc;

  Activities(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What has happened to it; zero and null where nothing has. */
  public Activity of(long repositoryId) {
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
                    Columns.instant(row, "last_pulled_at"),
                    Columns.instant(row, "last_pushed_at")))
        .optional()
        .orElse(new Activity(0, null, null));
  }
}
