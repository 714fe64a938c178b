package hub.registry.storage;

import hub.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Blobs as repositories see them. Bytes are shared by all repositories on disk, and reachable only
 * through a repository that links them.
 */
@Component
public class Blobs {

  private final JdbcClient jdbc;
  private final BlobStore store;

  Blobs(JdbcClient jdbc, BlobStore store) {
    this.jdbc = jdbc;
    this.store = store;
  }

  /** The blob, where this repository links it. */
  public Optional<StoredBlob> find(long repositoryId, Digest digest) {
    return jdbc.sql(
            """
            select b.digest, b.size, b.storage_key
            from repository_blob rb join blob b on b.digest = rb.digest
            where rb.repository_id = ? and rb.digest = ?
            """)
        .param(repositoryId)
        .param(digest.bytes())
        .query(Blobs::read)
        .optional();
  }

  /** Those of these blobs that this repository links. */
  public List<StoredBlob> findAll(long repositoryId, Collection<Digest> digests) {
    return jdbc.sql(
            """
            select b.digest, b.size, b.storage_key
            from repository_blob rb join blob b on b.digest = rb.digest
            where rb.repository_id = ? and rb.digest = any(?)
            """)
        .param(repositoryId)
        .param(digests.stream().distinct().map(Digest::bytes).toArray(byte[][]::new))
        .query(Blobs::read)
        .list();
  }

  /**
   * Links a blob of one repository in another too, without moving a byte.
   *
   * @return false where the first one does not link it
   */
  public boolean mount(Digest digest, long fromRepositoryId, long toRepositoryId) {
    return jdbc.sql(
                """
                insert into repository_blob (repository_id, digest, lease_until)
                select ?, digest, now() + interval '24 hours'
                from repository_blob where repository_id = ? and digest = ?
                on conflict (repository_id, digest) do update set lease_until = excluded.lease_until
                """)
            .param(toRepositoryId)
            .param(fromRepositoryId)
            .param(digest.bytes())
            .update()
        > 0;
  }

  /**
   * Keeps a blob for the push that has just asked for it. Writes only where the lease has become
   * short, so that asking again costs nothing.
   */
  public void renewLease(long repositoryId, Digest digest) {
    jdbc.sql(
            """
            update repository_blob set lease_until = now() + interval '24 hours'
            where repository_id = ? and digest = ? and lease_until < now() + interval '12 hours'
            """)
        .param(repositoryId)
        .param(digest.bytes())
        .update();
  }

  /** Ends a repository's link, where no manifest in it uses the blob. */
  public boolean unlink(long repositoryId, Digest digest) {
    return jdbc.sql("delete from repository_blob where repository_id = ? and digest = ?")
            .param(repositoryId)
            .param(digest.bytes())
            .update()
        > 0;
  }

  /** All bytes of a small blob, or empty where it is larger than the limit. */
  public Optional<byte[]> readSmall(StoredBlob blob, int limit) {
    if (blob.size() > limit) {
      return Optional.empty();
    }
    try (InputStream bytes = store.open(blob.storageKey())) {
      return Optional.of(bytes.readNBytes((int) blob.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StoredBlob read(ResultSet row, int index) throws SQLException {
    return new StoredBlob(
        Digest.of(row.getBytes("digest")), row.getLong("size"), row.getString("storage_key"));
  }
}
