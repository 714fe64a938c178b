package hub.registry.blob;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.RefusedRow;
import hub.registry.quota.StorageQuota;
import hub.registry.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Blobs as repositories see them. Bytes are shared by all repositories on disk, and reachable only
 * through a repository that links them.
 */
@Component
public class Blobs {

  private final JdbcClient jdbc;
  private final BlobStore store;
  private final TransactionTemplate transaction;
  private final StorageQuota quota;
  private final Quarantine quarantine;
  private final double lease;

  Blobs(
      JdbcClient jdbc,
      BlobStore store,
      TransactionTemplate transaction,
      StorageQuota quota,
      Quarantine quarantine,
      GarbageSettings settings) {
    this.jdbc = jdbc;
    this.store = store;
    this.transaction = transaction;
    this.quota = quota;
    this.quarantine = quarantine;
    this.lease = settings.lease().toMillis() / 1000.0;
  }

  /**
   * The blob, where this repository links it.
   *
   * @throws BlobDamaged where its bytes are known to be others than its digest names
   */
  public Optional<StoredBlob> find(long repositoryId, Digest digest) {
    return jdbc.sql(
            """
            select b.digest, b.size, b.storage_key, b.quarantined_at is not null as damaged
            from repository_blob rb join blob b on b.digest = rb.digest
            where rb.repository_id = ? and rb.digest = ?
            """)
        .param(repositoryId)
        .param(digest.bytes())
        .query(
            (row, index) -> {
              if (row.getBoolean("damaged")) {
                throw new BlobDamaged(digest);
              }
              return read(row, index);
            })
        .optional();
  }

  /** Those of these blobs that this repository links and whose bytes are good. */
  public List<StoredBlob> findAll(long repositoryId, Collection<Digest> digests) {
    return jdbc.sql(
            """
            select b.digest, b.size, b.storage_key
            from repository_blob rb join blob b on b.digest = rb.digest
            where rb.repository_id = ? and rb.digest = any(?) and b.quarantined_at is null
            """)
        .param(repositoryId)
        .param(digests.stream().distinct().map(Digest::bytes).toArray(byte[][]::new))
        .query(Blobs::read)
        .list();
  }

  /** Those of these blobs that this repository links and whose bytes are damaged. */
  public List<Digest> damaged(long repositoryId, Collection<Digest> digests) {
    return jdbc.sql(
            """
            select b.digest
            from repository_blob rb join blob b on b.digest = rb.digest
            where rb.repository_id = ? and rb.digest = any(?) and b.quarantined_at is not null
            """)
        .param(repositoryId)
        .param(digests.stream().distinct().map(Digest::bytes).toArray(byte[][]::new))
        .query((row, index) -> Digest.of(row.getBytes(1)))
        .list();
  }

  /**
   * Links a blob of one repository in another too, without moving a byte.
   *
   * @return false where the first one does not link it, or its bytes are damaged
   * @throws hub.repositories.push.PushRefused where the namespace has no room for it
   */
  public boolean mount(Digest digest, long fromRepositoryId, long toRepositoryId) {
    List<StoredBlob> found = findAll(fromRepositoryId, List.of(digest));
    if (found.isEmpty()) {
      return false;
    }
    try {
      long size = found.getFirst().size();
      return quota.inRoom(
          toRepositoryId,
          size,
          () ->
              Boolean.TRUE.equals(
                  transaction.execute(
                      status -> {
                        quota.take(toRepositoryId, digest, size);
                        return link(digest, fromRepositoryId, toRepositoryId);
                      })));
    } catch (DataIntegrityViolationException e) {
      if (!RefusedRow.isConflict(e)) {
        throw e;
      }
      // it was collected in between
      return false;
    }
  }

  private boolean link(Digest digest, long fromRepositoryId, long toRepositoryId) {
    return jdbc.sql(
                """
                insert into repository_blob (repository_id, digest, lease_until)
                select ?, digest, now() + make_interval(secs => ?)
                from repository_blob where repository_id = ? and digest = ?
                on conflict (repository_id, digest)
                do update set lease_until = excluded.lease_until
                """)
            .param(toRepositoryId)
            .param(lease)
            .param(fromRepositoryId)
            .param(digest.bytes())
            .update()
        > 0;
  }

  /**
   * Keeps a blob for the push that has just asked for it. Writes only where half of the lease is
   * over, so that asking again costs nothing.
   *
   * @return false where the blob was collected since it was found
   */
  public boolean renewLease(long repositoryId, Digest digest) {
    // Where another one renews it at the same moment, this one sees that only when it looks again.
    return renewed(repositoryId, digest) || renewed(repositoryId, digest);
  }

  private boolean renewed(long repositoryId, Digest digest) {
    return jdbc.sql(
            """
            with renewed as (
              update repository_blob set lease_until = now() + make_interval(secs => :lease)
              where repository_id = :repository and digest = :digest
                and lease_until < now() + make_interval(secs => :lease / 2)
              returning 1)
            select exists (select from renewed)
                or exists (select from repository_blob
                           where repository_id = :repository and digest = :digest
                             and lease_until >= now() + make_interval(secs => :lease / 2))
            """)
        .param("lease", lease)
        .param("repository", repositoryId)
        .param("digest", digest.bytes())
        .query(Boolean.class)
        .single();
  }

  /** Ends a repository's link, where no manifest in it uses the blob. */
  public boolean unlink(long repositoryId, Digest digest) {
    return jdbc.sql("delete from repository_blob where repository_id = ? and digest = ?")
            .param(repositoryId)
            .param(digest.bytes())
            .update()
        > 0;
  }

  /**
   * All bytes of a small blob, or empty where it is larger than the limit.
   *
   * @throws BlobDamaged where they are not there, which is known from now on
   */
  public Optional<byte[]> readSmall(StoredBlob blob, int limit) {
    if (blob.size() > limit) {
      return Optional.empty();
    }
    try (InputStream bytes = store.open(blob.storageKey())) {
      return Optional.of(bytes.readNBytes((int) blob.size()));
    } catch (NoSuchFileException e) {
      requireBytes(blob);
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireBytes(StoredBlob blob) {
    try {
      quarantine.requireBytes(blob);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StoredBlob read(ResultSet row, int index) throws SQLException {
    return new StoredBlob(
        Digest.of(row.getBytes("digest")), row.getLong("size"), row.getString("storage_key"));
  }
}
