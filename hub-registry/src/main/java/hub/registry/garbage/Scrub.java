package hub.registry.garbage;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.blob.Quarantine;
import hub.registry.blob.Quarantine.Damage;
import hub.registry.blob.Quarantine.StoredRow;
import hub.registry.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the bytes of blobs again, those first that nobody looked at for longest, and compares them
 * with their digests. Slowly: a bounded number of bytes a second, by one node at a time.
 */
@Component
public class Scrub {

  private static final Logger log = LoggerFactory.getLogger(Scrub.class);
  private static final int BUFFER = 256 * 1024;
  private static final int BATCH = 100;

  private final JdbcClient jdbc;
  private final BlobStore store;
  private final Quarantine quarantine;
  private final StorageRuns runs;
  private final GarbageSettings settings;

  /** The digest of the last one that was missing and looked for. */
  private volatile byte[] lookedFor = new byte[0];

  Scrub(
      JdbcClient jdbc,
      BlobStore store,
      Quarantine quarantine,
      StorageRuns runs,
      GarbageSettings settings) {
    this.jdbc = jdbc;
    this.store = store;
    this.quarantine = quarantine;
    this.runs = runs;
    this.settings = settings;
  }

  /**
   * What a run has read.
   *
   * @param damaged how many it found damaged that were not known to be
   */
  public record Scrubbed(int blobs, long bytes, int damaged) {}

  /** Looks at what is due, for so long at most; a blob that is begun is read to its end. */
  public Scrubbed run(Duration budget) {
    Instant started = Instant.now();
    Pacing.Rate rate = new Pacing.Rate(settings.scrubRate().toBytes());
    Set<Digest> unreadable = new HashSet<>();
    int blobs = 0;
    int damaged = 0;
    long bytes = 0;
    reopenWhatIsBack(started.plus(budget.dividedBy(5)));
    List<StoredRow> due = due(unreadable);
    while (!due.isEmpty()) {
      for (StoredRow blob : due) {
        if (Duration.between(started, Instant.now()).compareTo(budget) > 0) {
          return end(started, new Scrubbed(blobs, bytes, damaged));
        }
        try {
          Optional<Damage> damage = examineTwice(blob, rate);
          if (damage.isEmpty()) {
            quarantine.confirm(blob);
          } else if (blob.quarantined()) {
            stillDamaged(blob);
          } else if (quarantine.close(blob, damage.get())) {
            damaged++;
          }
          blobs++;
          bytes += blob.size();
        } catch (IOException e) {
          // The store does not answer: that says nothing of the bytes.
          log.warn("{} could not be read; it is tried again", blob.key(), e);
          unreadable.add(blob.digest());
        }
      }
      due = due(unreadable);
    }
    return end(started, new Scrubbed(blobs, bytes, damaged));
  }

  private Scrubbed end(Instant started, Scrubbed scrubbed) {
    runs.record("scrub", started, scrubbed.blobs(), scrubbed.bytes());
    runs.record("damage", started, scrubbed.damaged(), 0);
    return scrubbed;
  }

  /**
   * Serves those again that were missing and are back with all their bytes: a volume that was not
   * mounted comes back whole, and reading it all would take very long. They are the first to be
   * read then. Goes on where the last run ended.
   */
  private void reopenWhatIsBack(Instant until) {
    while (Instant.now().isBefore(until)) {
      List<StoredRow> missing =
          jdbc.sql(
                  """
                  select digest, size, storage_key, true as quarantined from blob
                  where quarantined_at is not null and damage = 'missing' and digest > ?
                  order by digest limit ?
                  """)
              .param(lookedFor)
              .param(BATCH)
              .query(Scrub::blob)
              .list();
      if (missing.isEmpty()) {
        lookedFor = new byte[0];
        return;
      }
      for (StoredRow blob : missing) {
        try {
          if (store.size(blob.key()).equals(OptionalLong.of(blob.size()))) {
            quarantine.reopen(blob, settings.scrubEvery());
          }
        } catch (IOException e) {
          log.warn("{} could not be looked at; it is tried again", blob.key(), e);
          if (store.isShared()) {
            return;
          }
        }
      }
      lookedFor = missing.getLast().digest().bytes();
    }
  }

  /** Good ones by turns; damaged ones each hour, in case somebody has put their bytes back. */
  private List<StoredRow> due(Set<Digest> unreadable) {
    return jdbc.sql(
            """
            (select digest, size, storage_key, false as quarantined from blob
             where quarantined_at is null
               and verified_at < now() - make_interval(secs => :every)
               and digest <> all(:unreadable)
             order by verified_at limit :batch)
            union all
            (select digest, size, storage_key, true from blob
             where quarantined_at is not null
               and verified_at < now() - interval '1 hour'
               and digest <> all(:unreadable)
             limit :batch)
            """)
        .param("every", settings.scrubEvery().toSeconds())
        .param("batch", BATCH)
        .param("unreadable", Digest.bytesOf(unreadable))
        .query(Scrub::blob)
        .list();
  }

  private static StoredRow blob(ResultSet row, int index) throws SQLException {
    return new StoredRow(
        Digest.of(row.getBytes("digest")),
        row.getLong("size"),
        row.getString("storage_key"),
        row.getBoolean("quarantined"));
  }

  /**
   * A blob that a disk cannot read is damaged, though the file system tells its size. A store
   * elsewhere may be away for a moment, which says nothing of its bytes.
   */
  private Optional<Damage> examineTwice(StoredRow blob, Pacing.Rate rate) throws IOException {
    try {
      return examine(blob, rate);
    } catch (IOException first) {
      if (store.isShared() || Thread.currentThread().isInterrupted()) {
        throw first;
      }
      try {
        return examine(blob, rate);
      } catch (FileSystemException e) {
        // It could not be opened: for want of rights, or of room for one more open file.
        throw e;
      } catch (IOException second) {
        if (Thread.currentThread().isInterrupted() || store.size(blob.key()).isEmpty()) {
          throw second;
        }
        log.warn("{} cannot be read", blob.key(), second);
        return Optional.of(Damage.DIGEST);
      }
    }
  }

  private Optional<Damage> examine(StoredRow blob, Pacing.Rate rate) throws IOException {
    MessageDigest hash = blob.digest().algorithm().newHash();
    byte[] buffer = new byte[BUFFER];
    long length = 0;
    try (InputStream bytes = store.open(blob.key())) {
      int count;
      while ((count = bytes.readNBytes(buffer, 0, BUFFER)) > 0) {
        hash.update(buffer, 0, count);
        length += count;
        rate.after(count);
      }
    } catch (NoSuchFileException e) {
      return Optional.of(Damage.MISSING);
    }
    @Nullable Damage damage =
        length != blob.size()
            ? Damage.SIZE
            : Digest.of(blob.digest().algorithm(), hash.digest()).equals(blob.digest())
                ? null
                : Damage.DIGEST;
    return Optional.ofNullable(damage);
  }

  private void stillDamaged(StoredRow blob) {
    jdbc.sql("update blob set verified_at = now() where digest = ? and storage_key = ?")
        .param(blob.digest().bytes())
        .param(blob.key())
        .update();
  }
}
