package hub.registry.garbage;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.blob.Quarantine;
import hub.registry.blob.Quarantine.Damage;
import hub.registry.blob.Quarantine.StoredRow;
import hub.registry.garbage.OrphanHold.Unnamed;
import hub.registry.store.BlobStore;
import hub.registry.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares what storage holds with what the rows say, both ways: bytes that no row names become
 * trash, unless they are so many that {@link OrphanHold} keeps them; and a blob whose bytes are not
 * there, or not so many, is closed off.
 */
@Component
public class OrphanScan {

  /** The task that runs it. */
  public static final String TASK = "orphan-scan";

  private static final Logger log = LoggerFactory.getLogger(OrphanScan.class);
  private static final int BATCH = 1000;

  /**
   * One statement sees the tables as they are at one moment: a key that an upload had and a blob
   * gets is in one of them always.
   */
  private static final String UNNAMED =
      """
      from unnest(:keys::text[], :sizes::bigint[]) o(key, size)
      where not exists (select from blob b where b.storage_key = o.key)
        and not exists (select from upload u where u.storage_key = o.key)
        and not exists (select from blob_trash t where t.storage_key = o.key)
      """;

  private final JdbcClient jdbc;
  private final BlobStore store;
  private final Quarantine quarantine;
  private final OrphanHold hold;
  private final StorageRuns runs;
  private final GarbageSettings settings;

  OrphanScan(
      JdbcClient jdbc,
      BlobStore store,
      Quarantine quarantine,
      OrphanHold hold,
      StorageRuns runs,
      GarbageSettings settings) {
    this.jdbc = jdbc;
    this.store = store;
    this.quarantine = quarantine;
    this.hold = hold;
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

  /**
   * Looks through everything, a thousand at a time. One scan after the other: what one has counted
   * may be gone by what another does.
   */
  public synchronized Scanned run() throws IOException {
    Instant started = Instant.now();
    Unnamed orphans = discardOrphans(started.minus(settings.orphanAge()));
    Scanned all = new Scanned((int) orphans.objects(), orphans.bytes(), closeIncomplete());
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

  /** Counts first, as it may be that none is to go; mostly there is none, and it ends there. */
  private Unnamed discardOrphans(Instant before) throws IOException {
    Unnamed counted = addUp(before, this::count);
    if (hold.keeps(counted)) {
      return new Unnamed(0, 0, counted.listed());
    }
    Unnamed discarded = counted.objects() == 0 ? counted : addUp(before, this::discard);
    hold.end();
    return discarded;
  }

  /** What comes of all objects that are older than that. */
  private Unnamed addUp(Instant before, Function<List<StoredObject>, Unnamed> step)
      throws IOException {
    long listed = 0;
    long objects = 0;
    long bytes = 0;
    try (Stream<StoredObject> stored = store.list()) {
      var batch = new ArrayList<StoredObject>(BATCH);
      for (var all = stored.iterator(); all.hasNext(); ) {
        StoredObject object = all.next();
        listed++;
        if (object.modified().isBefore(before)) {
          batch.add(object);
        }
        if (batch.size() == BATCH || (!all.hasNext() && !batch.isEmpty())) {
          Unnamed some = step.apply(batch);
          objects += some.objects();
          bytes += some.bytes();
          batch.clear();
        }
      }
    }
    return new Unnamed(objects, bytes, listed);
  }

  private Unnamed count(List<StoredObject> objects) {
    return sum("select count(*), coalesce(sum(o.size), 0) " + UNNAMED, objects, Map.of());
  }

  private Unnamed discard(List<StoredObject> objects) {
    return sum(
        """
        with discarded as (
          insert into blob_trash (storage_key, size, delete_after)
          select o.key, o.size, now() + make_interval(secs => :delay)
          %s
          on conflict (storage_key) do nothing
          returning size)
        select count(*), coalesce(sum(size), 0) from discarded
        """
            .formatted(UNNAMED),
        objects,
        Map.of("delay", settings.trashDelay().toMillis() / 1000.0));
  }

  private Unnamed sum(String sql, List<StoredObject> objects, Map<String, Object> parameters) {
    return jdbc.sql(sql)
        .params(parameters)
        .param("keys", objects.stream().map(StoredObject::key).toArray(String[]::new))
        .param("sizes", objects.stream().map(StoredObject::size).toArray(Long[]::new))
        .query((row, index) -> new Unnamed(row.getLong(1), row.getLong(2), objects.size()))
        .single();
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
