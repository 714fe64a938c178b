package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Compares what a running hub has in its files with what it has in its rows, once all work on the
 * store has been done that is due. Nobody may push meanwhile.
 */
final class Stocktaking implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What holds nothing and is held by nothing; after a collection there is none. */
  private static final String GARBAGE =
      """
      select 'upload' as kind, count(*) as things from upload
      union all select 'trash', count(*) from blob_trash
      union all select 'blob', count(*) from blob b
        where not exists (select from repository_blob l where l.digest = b.digest)
      union all select 'link', count(*) from repository_blob l
        where not exists (select from manifest_blob m
                          where m.repository_id = l.repository_id and m.blob_digest = l.digest)
      union all select 'manifest', count(*) from manifest m
        where not exists (select from tag t
                          where t.repository_id = m.repository_id and t.digest = m.digest)
      """;

  private final SingleConnectionDataSource database;
  private final JdbcClient jdbc;
  private final Path blobs;

  Stocktaking(HubProcess hub) throws SQLException {
    database = new SingleConnectionDataSource(hub.database(), true);
    jdbc = JdbcClient.create(database);
    blobs = hub.dataDir().resolve("blobs");
  }

  /**
   * What was found in the end.
   *
   * @param collected blobs that were collected since the hub was made
   * @param orphans files without a row that scans have found since then, and that are gone
   * @param scrubbed blobs that were read again just now and are what they should be
   */
  record Stock(long collected, long orphans, long scrubbed) {

    @Override
    public String toString() {
      return "%d blobs collected, %d orphans found and none left, %d blobs scrubbed and all good"
          .formatted(collected, orphans, scrubbed);
    }
  }

  /** Has everything done, and finds that nothing is left over, missing, damaged or miscounted. */
  Stock take() {
    passTime();
    await("a collection that leaves nothing")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(garbage()).isEmpty());
    await("a scan after which each file has its row, and each row its file")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              run("orphan-scan", "orphans");
              passTime();
              run("garbage-collection", "collection");
              assertThat(files()).isEqualTo(rows());
            });
    Instant now = now();
    await("a scrub of everything")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              run("scrub", "scrub");
              assertThat(notVerifiedSince(now)).isZero();
            });
    run("usage-recount", "recount");
    assertThat(total("recount")).as("namespaces whose use was counted wrong").isZero();
    assertThat(total("damage")).as("blobs that were found damaged").isZero();
    return new Stock(total("collection"), total("orphans"), rows().size());
  }

  /** What waits for hours, or for who has died with it, waits no longer. */
  private void passTime() {
    jdbc.sql("update upload set expires_at = now()").update();
    jdbc.sql("update blob_trash set delete_after = now()").update();
    jdbc.sql("update gc_candidate set retry_at = null where retry_at is not null").update();
  }

  private List<String> garbage() {
    return jdbc
        .sql(GARBAGE)
        .query((row, index) -> row.getLong("things") + " " + row.getString("kind"))
        .list()
        .stream()
        .filter(it -> !it.startsWith("0 "))
        .toList();
  }

  /** Has a task run that begins from now on, and waits for its end. */
  private void run(String task, String work) {
    Instant now = now();
    await(task)
        .atMost(PATIENCE)
        .until(
            () -> {
              jdbc.sql(
                      """
                      update scheduled_tasks set execution_time = now()
                      where task_name = ? and not picked and execution_time > now()
                      """)
                  .param(task)
                  .update();
              return jdbc.sql(
                      "select exists (select from storage_run where work = ? and started_at > ?)")
                  .param(work)
                  .param(Timestamp.from(now))
                  .query(Boolean.class)
                  .single();
            });
  }

  private Instant now() {
    return jdbc.sql("select clock_timestamp()").query(Timestamp.class).single().toInstant();
  }

  private long notVerifiedSince(Instant time) {
    return jdbc.sql("select count(*) from blob where verified_at < ? or quarantined_at is not null")
        .param(Timestamp.from(time))
        .query(Long.class)
        .single();
  }

  private long total(String work) {
    return jdbc.sql("select total_items from storage_run where work = ?")
        .param(work)
        .query(Long.class)
        .single();
  }

  /** The length of each file, by its key; the mark of the storage and its like have none. */
  private Map<String, Long> files() throws IOException {
    try (Stream<Path> files = Files.walk(blobs)) {
      return files
          .filter(it -> Files.isRegularFile(it) && !it.getFileName().toString().startsWith("."))
          .collect(
              Collectors.toMap(
                  it -> blobs.relativize(it).toString(),
                  Stocktaking::length,
                  Long::sum,
                  TreeMap::new));
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The length that each file should have. */
  private Map<String, Long> rows() {
    var rows = new TreeMap<String, Long>();
    jdbc.sql("select storage_key, size from blob")
        .query(
            row -> {
              rows.put(row.getString(1), row.getLong(2));
            });
    return rows;
  }

  @Override
  public void close() {
    database.destroy();
  }
}
