package hub.registry.manifest;

import hub.db.Columns;
import hub.registry.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads again what manifests are about that an older version of the hub took, so that pages and
 * lists show of them what they show of new ones. A page that shows one does not wait for it.
 */
@Component
public class ManifestReading {

  private static final int BATCH = 200;

  /** Nodes of the version before may push until all are replaced. */
  private static final Duration AGAIN_AFTER = Duration.ofDays(1);

  private static final int PASSES = 2;

  private final JdbcClient jdbc;
  private final AboutManifests abouts;

  ManifestReading(JdbcClient jdbc, AboutManifests abouts) {
    this.jdbc = jdbc;
    this.abouts = abouts;
  }

  private record Place(
      int form, int pass, long repositoryId, byte[] digest, @Nullable Instant finishedAt) {

    boolean isOver(Instant now) {
      return finishedAt != null
          && form >= AboutManifest.FORM
          && (pass >= PASSES || finishedAt.plus(AGAIN_AFTER).isAfter(now));
    }
  }

  private record Row(long repositoryId, byte[] digest, int form) {}

  /** Goes on where it was, for so long at most; a batch that is begun is read to its end. */
  public void run(Duration budget) {
    Instant end = Instant.now().plus(budget);
    Place place = place();
    while (place.finishedAt() == null && Instant.now().isBefore(end)) {
      step(place);
      place = stored().orElse(place);
    }
  }

  private Place place() {
    Optional<Place> stored = stored();
    if (stored.isPresent() && stored.get().isOver(Instant.now())) {
      return stored.get();
    }
    if (stored.isEmpty() || stored.get().form() < AboutManifest.FORM) {
      begin(1);
    } else if (stored.get().finishedAt() != null) {
      begin(stored.get().pass() + 1);
    }
    return stored().orElseThrow();
  }

  private Optional<Place> stored() {
    return jdbc.sql("select form, pass, repository_id, digest, finished_at from manifest_reading")
        .query(
            (row, index) ->
                new Place(
                    row.getInt("form"),
                    row.getInt("pass"),
                    row.getLong("repository_id"),
                    row.getBytes("digest"),
                    Columns.instant(row, "finished_at")))
        .optional();
  }

  private void begin(int pass) {
    jdbc.sql(
            """
            insert into manifest_reading (form, pass, total)
            select :form, :pass, count(*) from manifest
            on conflict (single_row) do update
            set form = excluded.form, pass = excluded.pass, total = excluded.total,
                repository_id = 0, digest = ''::bytea, looked_at = 0, read = 0, unreadable = 0,
                started_at = now(), finished_at = null
            """)
        .param("form", AboutManifest.FORM)
        .param("pass", pass)
        .update();
  }

  private void step(Place place) {
    List<Row> rows =
        jdbc.sql(
                """
                select repository_id, digest, about_form from manifest
                where (repository_id, digest) > (?, ?)
                order by repository_id, digest limit ?
                """)
            .param(place.repositoryId())
            .param(place.digest())
            .param(BATCH)
            .query((row, index) -> row(row))
            .list();
    int read = 0;
    int unreadable = 0;
    for (Row row : rows) {
      if (!AboutManifest.isCurrent(row.form())) {
        if (reread(row)) {
          read++;
        } else {
          unreadable++;
        }
      }
    }
    Row last = rows.isEmpty() ? null : rows.getLast();
    jdbc.sql(
            """
            update manifest_reading
            set repository_id = ?, digest = ?, looked_at = looked_at + ?, read = read + ?,
                unreadable = unreadable + ?, finished_at = case when ? then now() end
            """)
        .param(last == null ? place.repositoryId() : last.repositoryId())
        .param(last == null ? place.digest() : last.digest())
        .param(rows.size())
        .param(read)
        .param(unreadable)
        .param(rows.size() < BATCH)
        .update();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getLong("repository_id"), row.getBytes("digest"), row.getInt("about_form"));
  }

  /** One that was deleted meanwhile is not there to be read, which is no fault. */
  private boolean reread(Row row) {
    record Text(String mediaType, byte[] body) {}
    return jdbc.sql("select media_type, body from manifest where repository_id = ? and digest = ?")
        .param(row.repositoryId())
        .param(row.digest())
        .query((text, index) -> new Text(text.getString(1), text.getBytes(2)))
        .optional()
        .map(
            text ->
                abouts.reread(
                    row.repositoryId(), Digest.of(row.digest()), text.mediaType(), text.body()))
        .orElse(true);
  }
}
