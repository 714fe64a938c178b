package hub.registry.garbage;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Remembers what the work on the store has come to, for all nodes together. */
@Component
class StorageRuns {

  private final JdbcClient jdbc;

  StorageRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A run that has ended now. One that found nothing does not hide what the last one found. */
  void record(String work, Instant started, long items, long bytes) {
    jdbc.sql(
            """
            insert into storage_run
              (work, started_at, finished_at, items, bytes, total_items, total_bytes)
            values (:work, :started, clock_timestamp(), :items, :bytes, :items, :bytes)
            on conflict (work) do update
            set started_at = excluded.started_at, finished_at = excluded.finished_at,
                items = case when excluded.items > 0 then excluded.items else storage_run.items end,
                bytes = case when excluded.items > 0 then excluded.bytes else storage_run.bytes end,
                total_items = storage_run.total_items + excluded.items,
                total_bytes = storage_run.total_bytes + excluded.bytes
            """)
        .param("work", work)
        .param("started", started.atOffset(ZoneOffset.UTC))
        .param("items", items)
        .param("bytes", bytes)
        .update();
  }
}
