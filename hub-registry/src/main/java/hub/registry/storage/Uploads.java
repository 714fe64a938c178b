package hub.registry.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Uploads under way. The state of one is a row (how many bytes), so a restart forgets none. Bytes
 * are hashed once, as they come in; the live hash stays here between requests, and where it is gone
 * the bytes are read again: a power cut may have taken some that the row counts. No database
 * connection is held while they come.
 */
@Component
public class Uploads {

  /** How long an upload waits for its next part. */
  private static final String LIFETIME = "interval '24 hours'";

  private static final int BUFFER = 256 * 1024;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BlobStore store;

  /** Uploads that a request writes to right now: two must not share a file. */
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  private final Cache<UUID, LiveHash> liveHashes =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  private record LiveHash(long offset, MessageDigest hash) {}

  Uploads(JdbcClient jdbc, TransactionTemplate transaction, BlobStore store) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.store = store;
  }

  /** Begins an upload. */
  public Upload start(long repositoryId, long accountId) {
    UUID id = TimeOrderedId.next();
    Upload upload = new Upload(id, repositoryId, accountId, BlobStore.newKey(id), 0);
    jdbc.sql(
            """
            insert into upload (id, repository_id, account_id, storage_key, expires_at)
            values (?, ?, ?, ?, now() + %s)
            """
                .formatted(LIFETIME))
        .param(id)
        .param(repositoryId)
        .param(accountId)
        .param(upload.storageKey())
        .update();
    return upload;
  }

  /**
   * An upload, found only by the account that began it, in the repository it is for.
   *
   * @throws UploadUnknown where there is none
   */
  public Upload find(UUID id, long repositoryId, long accountId) {
    return jdbc.sql(
            """
            select storage_key, "offset" from upload
            where id = ? and repository_id = ? and account_id = ? and expires_at > now()
            """)
        .param(id)
        .param(repositoryId)
        .param(accountId)
        .query(
            (row, index) ->
                new Upload(
                    id,
                    repositoryId,
                    accountId,
                    row.getString("storage_key"),
                    row.getLong("offset")))
        .optional()
        .orElseThrow(UploadUnknown::new);
  }

  /**
   * Takes in one part.
   *
   * @param from where the client says that it begins; empty means: where the upload ends
   * @return the upload as it is now
   * @throws UploadOutOfOrder where it begins elsewhere, or another request is writing
   * @throws UploadCut where the client went away; what had come is kept
   */
  public Upload append(Upload found, InputStream body, OptionalLong from) {
    return exclusively(
        found,
        upload -> {
          inOrder(upload, from);
          MessageDigest hash = resumeHash(upload);
          Received received = receive(upload, body, hash);
          Upload grown = save(upload, received.offset(), hash);
          if (received.cut() != null) {
            throw new UploadCut(received.cut());
          }
          return grown;
        });
  }

  /**
   * Takes in the last part, or all of it, or nothing more, and makes it a blob of the repository.
   * When this returns, the bytes are on the disk and the rows are committed.
   *
   * @throws DigestMismatch where the bytes are others than the digest names; the upload is ended
   * @throws UploadOutOfOrder where the part begins elsewhere, or another request is writing
   * @throws UploadCut where the client went away; what had come is kept
   */
  public StoredBlob finish(Upload found, InputStream body, OptionalLong from, Digest digest) {
    return exclusively(
        found,
        upload -> {
          inOrder(upload, from);
          MessageDigest hash = resumeHash(upload);
          Received received = receive(upload, body, hash);
          if (received.cut() != null) {
            save(upload, received.offset(), hash);
            throw new UploadCut(received.cut());
          }
          Digest actual =
              digest.algorithm() == Algorithm.SHA256
                  ? Digest.of(Algorithm.SHA256, hash.digest())
                  : Digest.of(
                      digest.algorithm(),
                      hashStored(upload.storageKey(), received.offset(), digest.algorithm())
                          .digest());
          if (!actual.equals(digest)) {
            end(upload);
            throw new DigestMismatch(digest, actual);
          }
          return commit(upload, digest, received.offset());
        });
  }

  /** Ends an upload; its bytes go. */
  public void cancel(Upload upload) {
    exclusively(
        upload,
        current -> {
          end(current);
          return current;
        });
  }

  private interface Step<T> {
    T run(Upload upload) throws IOException;
  }

  private <T> T exclusively(Upload found, Step<T> step) {
    if (!busy.add(found.id())) {
      throw new UploadOutOfOrder(found);
    }
    try {
      return step.run(find(found.id(), found.repositoryId(), found.accountId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      busy.remove(found.id());
    }
  }

  private static void inOrder(Upload upload, OptionalLong from) {
    if (from.isPresent() && from.getAsLong() != upload.offset()) {
      throw new UploadOutOfOrder(upload);
    }
  }

  /** How far the bytes reach now, and why no more came, where the client went away. */
  private record Received(long offset, @Nullable IOException cut) {}

  private Received receive(Upload upload, InputStream body, MessageDigest hash) throws IOException {
    long offset = upload.offset();
    byte[] buffer = new byte[BUFFER];
    try (BlobWriter writer = store.append(upload.storageKey(), new Progress(offset))) {
      while (true) {
        Filled filled = fill(buffer, body);
        hash.update(buffer, 0, filled.count());
        writer.write(buffer, 0, filled.count());
        offset += filled.count();
        if (filled.count() < buffer.length) {
          return new Received(offset, filled.cut());
        }
      }
    }
  }

  private record Filled(int count, @Nullable IOException cut) {}

  /** Reads until the buffer is full, the body ends, or the client goes away. */
  private static Filled fill(byte[] buffer, InputStream body) {
    int count = 0;
    try {
      while (count < buffer.length) {
        int read = body.read(buffer, count, buffer.length - count);
        if (read < 0) {
          break;
        }
        count += read;
      }
      return new Filled(count, null);
    } catch (IOException e) {
      return new Filled(count, e);
    }
  }

  private MessageDigest resumeHash(Upload upload) throws IOException {
    LiveHash live = liveHashes.asMap().remove(upload.id());
    if (live != null && live.offset() == upload.offset()) {
      return live.hash();
    }
    return hashStored(upload.storageKey(), upload.offset(), Algorithm.SHA256);
  }

  private MessageDigest hashStored(String key, long length, Algorithm algorithm)
      throws IOException {
    MessageDigest hash = algorithm.newHash();
    if (length == 0) {
      return hash;
    }
    byte[] buffer = new byte[BUFFER];
    long left = length;
    try (InputStream bytes = store.open(key)) {
      while (left > 0) {
        int count = bytes.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        if (count == 0) {
          throw new IOException(key + " is shorter than its row says");
        }
        hash.update(buffer, 0, count);
        left -= count;
      }
    }
    return hash;
  }

  private Upload save(Upload upload, long offset, MessageDigest hash) {
    int rows =
        jdbc.sql(
                """
                update upload
                set "offset" = ?, expires_at = now() + %s
                where id = ? and "offset" = ?
                """
                    .formatted(LIFETIME))
            .param(offset)
            .param(upload.id())
            .param(upload.offset())
            .update();
    if (rows == 0) {
      throw new UploadUnknown();
    }
    liveHashes.put(upload.id(), new LiveHash(offset, hash));
    return new Upload(
        upload.id(), upload.repositoryId(), upload.accountId(), upload.storageKey(), offset);
  }

  private StoredBlob commit(Upload upload, Digest digest, long size) throws IOException {
    try (BlobWriter writer = store.append(upload.storageKey(), new Progress(size))) {
      writer.seal();
    }
    StoredBlob blob;
    try {
      blob = insert(upload, digest, size);
    } catch (DataIntegrityViolationException e) {
      // The blob that was here before went away in between: this one takes its place.
      blob = insert(upload, digest, size);
    }
    liveHashes.invalidate(upload.id());
    return blob;
  }

  private StoredBlob insert(Upload upload, Digest digest, long size) {
    return transaction.execute(
        status -> {
          int ended =
              jdbc.sql("delete from upload where id = ? and \"offset\" = ?")
                  .param(upload.id())
                  .param(upload.offset())
                  .update();
          if (ended == 0) {
            throw new UploadUnknown();
          }
          int first =
              jdbc.sql(
                      """
                      insert into blob (digest, size, storage_key) values (?, ?, ?)
                      on conflict (digest) do nothing
                      """)
                  .param(digest.bytes())
                  .param(size)
                  .param(upload.storageKey())
                  .update();
          if (first == 0) {
            trash(upload.storageKey(), size);
          }
          jdbc.sql(
                  """
                  insert into repository_blob (repository_id, digest, lease_until)
                  values (?, ?, now() + interval '24 hours')
                  on conflict (repository_id, digest)
                  do update set lease_until = excluded.lease_until
                  """)
              .param(upload.repositoryId())
              .param(digest.bytes())
              .update();
          return new StoredBlob(digest, size, upload.storageKey());
        });
  }

  private void end(Upload upload) {
    transaction.executeWithoutResult(
        status -> {
          if (jdbc.sql("delete from upload where id = ?").param(upload.id()).update() > 0) {
            trash(upload.storageKey(), upload.offset());
          }
        });
    liveHashes.invalidate(upload.id());
  }

  private void trash(String key, long size) {
    jdbc.sql("insert into blob_trash (storage_key, size, delete_after) values (?, ?, now())")
        .param(key)
        .param(size)
        .update();
  }
}
