package hub.registry.browse;

import hub.db.Columns;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the hub has come with reading again what an older version of it took. */
@Component
public class ReadingProgress {

  private final JdbcClient jdbc;

  ReadingProgress(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One moment of it.
   *
   * @param total how many manifests there were when it began
   * @param lookedAt how many of them it has passed
   * @param read how many of those had to be read again
   * @param unreadable how many could not be, as their configuration is damaged or missing
   * @param finishedAt null while it goes on
   */
  public record Reading(
      long total, long lookedAt, long read, long unreadable, @Nullable Instant finishedAt) {

    /** In whole per cent, rounded down; 100 only when it has ended. */
    public int percent() {
      if (finishedAt != null) {
        return 100;
      }
      return total == 0 ? 0 : (int) Math.min(99, 100 * lookedAt / total);
    }
  }

  /** Where it is; empty before it has begun. */
  public Optional<Reading> now() {
    return jdbc.sql("select total, looked_at, read, unreadable, finished_at from manifest_reading")
        .query(
            (row, index) ->
                new Reading(
                    row.getLong("total"),
                    row.getLong("looked_at"),
                    row.getLong("read"),
                    row.getLong("unreadable"),
                    Columns.instant(row, "finished_at")))
        .optional();
  }
}
