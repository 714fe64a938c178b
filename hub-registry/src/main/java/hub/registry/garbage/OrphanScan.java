package hub.registry.garbage;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.storage.BlobStore;
import hub.registry.storage.Quarantine;
import hub.registry.storage.Quarantine.Damage;
import hub.registry.storage.Quarantine.StoredRow;
import hub.registry.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares what storage holds with what the rows say, both ways: bytes that no row names become
 * trash, and a blob whose bytes are not there, or not so many, is closed off.
 */
@Component
public class OrphanScan {

  private static final Logger log = LoggerFactory.getLogger(OrphanScan.class);
  private static final int BATCH = 1000;

  private final JdbcClient jdbc;
  private final BlobStore store;
  private final Quarantine quarantine;
  private final Runs runs;
  private final GarbageSettings settings;

  OrphanScan(
      JdbcClient jdbc,
      BlobStore store,
      Quarantine quarantine,
      Runs runs,
      GarbageSettings settings) {
    this.jdbc = jdbc;
    this.store = store;
    this.quarantine = quarantine;
    this.runs = runs;
    this.settings = settings;
  }

  /**
   * What a scan has found.
   *
   * @param orphans objects without a row, which are trash now
   * @param bytes how many those hold
   * @param damaged blobs without their bytes that were not known
   */
  public record Scanned(int orphans, long bytes, int damaged) {}

  /** Looks through everything, a thousand at a time. */
  public Scanned run() throws IOException {
    Instant started = Instant.now();
    Scanned found = discardOrphans(started.minus(settings.orphanAge()));
    Scanned all = new Scanned(found.orphans(), found.bytes(), closeIncomplete());
    runs.record("orphans", started, all.orphans(), all.bytes());
    runs.record("damage", started, all.damaged(), 0);
    if (all.orphans() + all.damaged() > 0) {
      log.atWarn()
          .addKeyValue("orphans", all.orphans())
          .addKeyValue("bytes", all.bytes())
          .addKeyValue("damaged", all.damaged())
          .log("Storage and database did not agree");
    }
    return all;
  }

  private Scanned discardOrphans(Instant before) throws IOException {
    int orphans = 0;
    long bytes = 0;
    try (Stream<StoredObject> objects = store.list()) {
      var batch = new ArrayList<StoredObject>(BATCH);
      for (var all = objects.iterator(); all.hasNext(); ) {
        StoredObject object = all.next();
        if (object.modified().isBefore(before)) {
          batch.add(object);
        }
        if (batch.size() == BATCH || (!all.hasNext() && !batch.isEmpty())) {
          List<Long> sizes = discard(batch);
          orphans += sizes.size();
          bytes += sizes.stream().mapToLong(Long::longValue).sum();
          batch.clear();
        }
      }
    }
    return new Scanned(orphans, bytes, 0);
  }

  /**
   * One statement sees the tables as they are at one moment: a key that an upload had and a blob
   * gets is in one of them always.
   */
  private List<Long> discard(List<StoredObject> objects) {
    return jdbc.sql(
            """
            insert into blob_trash (storage_key, size, delete_after)
            select o.key, o.size, now() + make_interval(secs => :delay)
            from unnest(:keys::text[], :sizes::bigint[]) o(key, size)
            where not exists (select from blob b where b.storage_key = o.key)
              and not exists (select from upload u where u.storage_key = o.key)
              and not exists (select from blob_trash t where t.storage_key = o.key)
            on conflict (storage_key) do nothing
            returning size
            """)
        .param("delay", settings.trashDelay().toMillis() / 1000.0)
        .param("keys", objects.stream().map(StoredObject::key).toArray(String[]::new))
        .param("sizes", objects.stream().map(StoredObject::size).toArray(Long[]::new))
        .query((row, index) -> row.getLong(1))
        .list();
  }

  private int closeIncomplete() throws IOException {
    int damaged = 0;
    byte[] last = new byte[0];
    while (true) {
      List<StoredRow> rows =
          jdbc.sql(
                  """
                  select digest, size, storage_key from blob
                  where digest > ? and quarantined_at is null order by digest limit ?
                  """)
              .param(last)
              .param(BATCH)
              .query(
                  (row, index) ->
                      new StoredRow(
                          Digest.of(row.getBytes(1)), row.getLong(2), row.getString(3), false))
              .list();
      if (rows.isEmpty()) {
        return damaged;
      }
      for (StoredRow row : rows) {
        OptionalLong size = store.size(row.key());
        if (size.isEmpty() || size.getAsLong() != row.size()) {
          // A blob may have been collected since, and its bytes deleted: then no row is closed.
          damaged += quarantine.close(row, size.isEmpty() ? Damage.MISSING : Damage.SIZE) ? 1 : 0;
        }
      }
      last = rows.getLast().digest().bytes();
    }
  }
}
