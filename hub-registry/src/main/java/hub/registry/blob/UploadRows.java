package hub.registry.blob;

import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import hub.registry.GarbageSettings;
import hub.registry.RefusedRow;
import hub.registry.RegistrySettings;
import hub.registry.RegistrySettings.Durability;
import hub.registry.RepositoryGone;
import hub.registry.quota.StorageQuota;
import hub.registry.store.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of uploads, and the transaction that makes one a blob.
 *
 * <p>Only that transaction waits for the disk. The progress of an upload does not: if the power
 * fails before the database has written it, the upload is shorter than its client believes, or
 * gone. The client is told so and sends again. No acknowledged blob is lost by that, since its rows
 * are written later than these, and so never without them.
 */
@Component
class UploadRows {

  /** How long an upload waits for its next part. */
  private static final String LIFETIME = "interval '24 hours'";

  /** How long a claim holds unless it is renewed. */
  private static final String CLAIM = "interval '30 seconds'";

  /** As a table in a statement: lets its transaction end before the disk has it. */
  private static final String NO_WAIT = "set_config('synchronous_commit', 'off', true)";

  /** All that an {@link UploadState} is made of. */
  private static final String STATE =
      """
      u.id, u.repository_id, u.account_id, u.storage_key, u."offset", u.algorithm,
      u.store_session, octet_length(u.tail) as tail_length, u.prefix_digest, u.writer""";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final StorageQuota quota;
  private final double lease;
  private final boolean relaxed;

  UploadRows(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      StorageQuota quota,
      GarbageSettings garbage,
      RegistrySettings settings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.quota = quota;
    this.lease = garbage.lease().toMillis() / 1000.0;
    this.relaxed = settings.storageDurability() == Durability.RELAXED;
  }

  /**
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  void insert(Upload upload) {
    try {
      jdbc.sql(
              """
              insert into upload (id, repository_id, account_id, storage_key, algorithm, expires_at)
              select ?, ?, ?, ?, ?, now() + %s from %s
              """
                  .formatted(LIFETIME, NO_WAIT))
          .param(upload.id())
          .param(upload.repositoryId())
          .param(upload.accountId())
          .param(upload.storageKey())
          .param((int) upload.algorithm().code())
          .update();
    } catch (DataIntegrityViolationException e) {
      throw RefusedRow.goneOr(e);
    }
  }

  Optional<UploadState> find(UUID id, long repositoryId, long accountId) {
    return jdbc.sql(
            """
            select %s, false as taken_over from upload u
            where id = ? and repository_id = ? and account_id = ? and expires_at > now()
            """
                .formatted(STATE))
        .param(id)
        .param(repositoryId)
        .param(accountId)
        .query(UploadRows::read)
        .optional();
  }

  /** Makes one request its only writer; empty where it is gone or another one is. */
  Optional<UploadState> claim(Upload upload, UUID writer) {
    return jdbc.sql(
            """
            with before as (
              select id, writer is not null as taken_over from upload, %s
              where id = ? and repository_id = ? and account_id = ? and expires_at > now()
                and (writer is null or writer_until < now())
              for update of upload)
            update upload u set writer = ?, writer_until = now() + %s
            from before where u.id = before.id
            returning %s, before.taken_over
            """
                .formatted(NO_WAIT, CLAIM, STATE))
        .param(upload.id())
        .param(upload.repositoryId())
        .param(upload.accountId())
        .param(writer)
        .query(UploadRows::read)
        .optional();
  }

  /**
   * How far it has come, with its tail in memory: for use at once.
   *
   * @throws UploadUnknown where it is not this request's any more
   */
  Progress progress(UploadState state) {
    return state.tail() == 0
        ? state.stored()
        : jdbc.sql("select tail from upload where id = ? and writer is not distinct from ?")
            .param(state.upload().id())
            .param(state.writer())
            .query(byte[].class)
            .optional()
            .map(tail -> new Progress(state.offset(), state.session(), tail))
            .orElseThrow(UploadUnknown::new);
  }

  void renew(Collection<UUID> writers) {
    jdbc.sql("update upload set writer_until = now() + %s where writer = any(?)".formatted(CLAIM))
        .param(writers.toArray(UUID[]::new))
        .update();
  }

  void release(UUID id, UUID writer) {
    jdbc.sql(
            """
            update upload set writer = null, writer_until = null where id = ? and writer = ?
            """)
        .param(id)
        .param(writer)
        .update();
  }

  /**
   * Writes down how far it has come, and ends the claim.
   *
   * @throws UploadUnknown where it is not this request's any more
   */
  Upload save(UploadState state, Progress progress, @Nullable Digest prefix) {
    Upload upload = state.upload();
    int rows =
        jdbc.sql(
                """
                update upload
                set "offset" = ?, store_session = ?, tail = ?, prefix_digest = ?,
                  writer = null, writer_until = null, expires_at = now() + %s
                from %s
                where id = ? and "offset" = ? and writer is not distinct from ?
                """
                    .formatted(LIFETIME, NO_WAIT))
            .param(progress.length())
            .param(progress.session())
            .param(progress.tail().length == 0 ? null : progress.tail())
            .param(prefix == null ? null : prefix.bytes())
            .param(upload.id())
            .param(upload.offset())
            .param(state.writer())
            .update();
    if (rows == 0) {
      throw new UploadUnknown();
    }
    return new Upload(
        upload.id(),
        upload.repositoryId(),
        upload.accountId(),
        upload.storageKey(),
        progress.length(),
        upload.algorithm());
  }

  /**
   * Puts another key in the place of the upload's, which is deleted once nobody reads it. The tail
   * stays.
   *
   * @throws UploadUnknown where it is not this request's any more
   */
  UploadState move(UploadState state, String key, @Nullable String session) {
    Upload old = state.upload();
    transaction.executeWithoutResult(
        status -> {
          int rows =
              jdbc.sql(
                      """
                      update upload set storage_key = ?, store_session = ?
                      where id = ? and "offset" = ? and writer is not distinct from ?
                      """)
                  .param(key)
                  .param(session)
                  .param(old.id())
                  .param(old.offset())
                  .param(state.writer())
                  .update();
          if (rows == 0) {
            throw new UploadUnknown();
          }
          trash(old.storageKey(), old.offset(), "interval '1 hour'");
        });
    Upload upload =
        new Upload(
            old.id(), old.repositoryId(), old.accountId(), key, old.offset(), old.algorithm());
    return new UploadState(upload, session, state.tail(), state.prefix(), state.writer(), false);
  }

  /**
   * Makes the upload a blob of its repository: of a new one, or of one whose bytes were found
   * damaged, which repairs it; where a sound one is here already, these bytes go. They are sealed.
   *
   * @throws UploadUnknown where it is not this request's any more
   * @throws RepositoryGone where the repository was deleted meanwhile
   * @throws DataIntegrityViolationException where the blob that was here went away meanwhile
   * @throws hub.repositories.push.PushRefused where its namespace has no room
   */
  StoredBlob commit(UploadState state, Digest digest, long size) {
    if (quota.isLimited()) {
      long repositoryId = state.upload().repositoryId();
      quota.inRoom(repositoryId, size, () -> commitInRoom(state, digest, size));
    } else {
      commitRows(state, digest, size);
    }
    return new StoredBlob(digest, size, state.key());
  }

  private boolean commitInRoom(UploadState state, Digest digest, long size) {
    transaction.executeWithoutResult(
        status -> {
          quota.take(state.upload().repositoryId(), digest, size);
          commitRows(state, digest, size);
        });
    return true;
  }

  /**
   * One statement, as each would cost a small push as much as its bytes do. The repository is
   * locked before its upload, as a deletion does, so that there is no deadlock.
   */
  private void commitRows(UploadState state, Digest digest, long size) {
    Upload upload = state.upload();
    boolean[] found =
        jdbc.sql(
                """
                with locked as (
                  select id from repository where id = :repository for key share),
                ended as (
                  delete from upload u using locked l%s
                  where u.id = :upload and u.repository_id = l.id
                    and u."offset" = :offset and u.writer is not distinct from :writer
                  returning l.id),
                repaired as (
                  update blob set storage_key = :key, size = :size, verified_at = now(),
                                  quarantined_at = null, damage = null
                  from ended where digest = :digest and quarantined_at is not null
                  returning 1),
                added as (
                  insert into blob (digest, size, storage_key)
                  select :digest, :size, :key from ended where not exists (select from repaired)
                  on conflict (digest) do nothing
                  returning 1),
                trashed as (
                  insert into blob_trash (storage_key, size, delete_after)
                  select :key, :size, now() from ended
                  where not exists (select from repaired) and not exists (select from added)),
                linked as (
                  insert into repository_blob (repository_id, digest, lease_until)
                  select id, :digest, now() + make_interval(secs => :lease) from ended
                  on conflict (repository_id, digest)
                  do update set lease_until = excluded.lease_until)
                select exists (select from locked), exists (select from ended)
                """
                    .formatted(relaxed ? ", " + NO_WAIT : ""))
            .param("repository", upload.repositoryId())
            .param("upload", upload.id())
            .param("offset", upload.offset())
            .param("writer", state.writer())
            .param("key", state.key())
            .param("size", size)
            .param("digest", digest.bytes())
            .param("lease", lease)
            .query((row, index) -> new boolean[] {row.getBoolean(1), row.getBoolean(2)})
            .single();
    if (!found[0]) {
      throw new RepositoryGone();
    }
    if (!found[1]) {
      throw new UploadUnknown();
    }
  }

  /** Whether an upload under way has this key. */
  boolean isNamed(String key) {
    return jdbc.sql("select exists (select from upload where storage_key = ?)")
        .param(key)
        .query(Boolean.class)
        .single();
  }

  /**
   * Ends it without a blob; its bytes go.
   *
   * @return false where it is not this request's any more, and goes on
   */
  boolean end(UploadState state) {
    Upload upload = state.upload();
    return transaction.execute(
        status -> {
          int ended =
              jdbc.sql("delete from upload where id = ? and writer is not distinct from ?")
                  .param(upload.id())
                  .param(state.writer())
                  .update();
          if (ended > 0) {
            trash(upload.storageKey(), upload.offset(), "interval '0'");
          }
          return ended > 0;
        });
  }

  private void trash(String key, long size, String after) {
    jdbc.sql(
            "insert into blob_trash (storage_key, size, delete_after) values (?, ?, now() + %s)"
                .formatted(after))
        .param(key)
        .param(size)
        .update();
  }

  private static UploadState read(ResultSet row, int index) throws SQLException {
    byte[] prefix = row.getBytes("prefix_digest");
    Upload upload =
        new Upload(
            row.getObject("id", UUID.class),
            row.getLong("repository_id"),
            row.getLong("account_id"),
            row.getString("storage_key"),
            row.getLong("offset"),
            Algorithm.of(row.getInt("algorithm")));
    return new UploadState(
        upload,
        row.getString("store_session"),
        row.getInt("tail_length"),
        prefix == null ? null : Digest.of(prefix),
        row.getObject("writer", UUID.class),
        row.getBoolean("taken_over"));
  }
}
