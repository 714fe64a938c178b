package hub.registry.blob;

import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import hub.registry.RefusedRow;
import hub.registry.store.BlobStore;
import hub.registry.store.BlobWriter;
import hub.registry.store.BodyReceiver;
import hub.registry.store.BodyReceiver.Received;
import hub.registry.store.Buffers;
import hub.registry.store.Progress;
import hub.registry.store.StorageFull;
import hub.registry.store.TimeOrderedId;
import hub.repositories.push.PushRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Uploads under way. The state of one is a row, so a restart forgets none, and any node goes on
 * with any. No database connection is held while bytes come.
 *
 * <p>Bytes are hashed once, as they come in, and the live hash stays here between requests. Where
 * it is missing, what happens depends on how far the stored bytes can be trusted:
 *
 * <ul>
 *   <li>A store that nodes share keeps what it has acknowledged. The row holds the digest of it, so
 *       an upload that is all here is finished by any node without reading a byte; only to take in
 *       more, its bytes are moved and read again.
 *   <li>Files belong to this process, so the live hash is missing only after a restart, or an hour
 *       without a part. A power cut may then have taken bytes that the row counts, since files are
 *       synced when they are finished and not at each part. So they are read again, and no digest
 *       of them is kept.
 * </ul>
 *
 * <p>One request at a time writes to an upload: {@link UploadTurns}.
 */
@Component
public class Uploads {

  /** 32 MiB for all bodies together. */
  private static final int BUFFERS = 128;

  private final UploadRows rows;
  private final BlobStore store;
  private final Buffers<byte[]> buffers =
      new Buffers<>(BUFFERS, () -> new byte[BodyReceiver.BUFFER]);
  private final BodyReceiver receiver = new BodyReceiver(buffers);

  private final LiveHashes hashes = new LiveHashes();
  private final UploadTurns turns;

  Uploads(UploadRows rows, WriterClaims claims, BlobStore store) {
    this.rows = rows;
    this.store = store;
    this.turns = new UploadTurns(rows, claims, store, hashes);
  }

  /** Begins an upload that is hashed with SHA-256. */
  public Upload start(long repositoryId, long accountId) {
    return start(repositoryId, accountId, Algorithm.SHA256);
  }

  /**
   * Begins an upload.
   *
   * @param algorithm what its digest will be of; another one costs reading all bytes again
   */
  public Upload start(long repositoryId, long accountId, Algorithm algorithm) {
    UUID id = TimeOrderedId.next();
    Upload upload = new Upload(id, repositoryId, accountId, BlobStore.newKey(id), 0, algorithm);
    rows.insert(upload);
    hashes.keep(upload, algorithm.newHash());
    return upload;
  }

  /**
   * An upload, found only by the account that began it, in the repository it is for. Always by its
   * row: two processes over one directory are not supported, and still do no harm.
   *
   * @throws UploadUnknown where there is none
   */
  public Upload find(UUID id, long repositoryId, long accountId) {
    return rows.find(id, repositoryId, accountId)
        .map(UploadState::upload)
        .orElseThrow(UploadUnknown::new);
  }

  /**
   * Takes in one part.
   *
   * @param from where the client says that it begins; empty means: where the upload ends
   * @return the upload as it is now
   * @throws UploadOutOfOrder where it begins elsewhere, or another request is writing
   * @throws UploadCut where the client went away; what had come is kept
   * @throws StorageFull where the disk has no room; what had come before this part is kept
   * @throws PushRefused where the body says that it has no room; the upload is ended
   */
  public Upload append(Upload found, InputStream body, OptionalLong from) {
    return turns.take(
        found,
        held -> {
          inOrder(held.upload(), from);
          Resumed resumed = resume(held, body);
          UploadState state = resumed.state();
          MessageDigest hash = resumed.hash();
          if (hash == null) {
            return rows.save(state, rows.progress(state), state.prefix());
          }
          try (BlobWriter writer = store.append(state.key(), rows.progress(state))) {
            Received received = receive(resumed, hash, writer);
            Upload grown = save(state, writer.pause(), hash);
            if (received.cut() != null) {
              throw new UploadCut(received.cut());
            }
            return grown;
          }
        });
  }

  /**
   * Takes in the last part, or all of it, or nothing more, and makes it a blob of the repository.
   * When this returns, the bytes are on the disk and the rows are committed.
   *
   * @throws DigestMismatch where the bytes are others than the digest names; the upload is ended
   * @throws PushRefused where the namespace has no room for them; the upload is ended
   * @throws UploadOutOfOrder where the part begins elsewhere, or another request is writing
   * @throws UploadCut where the client went away; what had come is kept
   * @throws StorageFull where the disk has no room; what had come before this part is kept
   */
  public StoredBlob finish(Upload found, InputStream body, OptionalLong from, Digest digest) {
    return turns.take(
        found,
        held -> {
          inOrder(held.upload(), from);
          Resumed resumed = resume(held, body);
          UploadState state = resumed.state();
          long size;
          Digest actual;
          boolean sealedNow;
          try (BlobWriter writer = store.append(state.key(), rows.progress(state))) {
            MessageDigest hash = resumed.hash();
            Received received =
                hash == null ? new Received(0, null) : receive(resumed, hash, writer);
            size = state.offset() + received.count();
            if (hash != null && received.cut() != null) {
              save(state, writer.pause(), hash);
              throw new UploadCut(received.cut());
            }
            actual = told(state, hash);
            if (digest.algorithm() == actual.algorithm() && !digest.equals(actual)) {
              end(state);
              throw new DigestMismatch(digest, actual);
            }
            sealedNow = writer.seal();
          }
          if (!sealedNow || digest.algorithm() != actual.algorithm()) {
            actual = hashSealed(state.key(), size, digest.algorithm());
            if (!digest.equals(actual)) {
              end(state);
              throw new DigestMismatch(digest, actual);
            }
          }
          return commit(state, digest, size);
        });
  }

  /** How many bytes a part should have at least, unless it is the last; 0: any number will do. */
  public long shortestPart() {
    return store.shortestPart();
  }

  /** Ends an upload; its bytes go. */
  public void cancel(Upload upload) {
    turns.take(
        upload,
        state -> {
          end(state);
          return state;
        });
  }

  /** Those that a request to this node writes to at this moment. */
  public Set<UUID> underWay() {
    return turns.underWay();
  }

  private static void inOrder(Upload upload, OptionalLong from) {
    if (from.isPresent() && from.getAsLong() != upload.offset()) {
      throw new UploadOutOfOrder(upload);
    }
  }

  /**
   * An upload that can go on.
   *
   * @param hash of all that is here; null where nothing more comes and the row tells the digest
   */
  private record Resumed(UploadState state, InputStream body, @Nullable MessageDigest hash) {}

  private Resumed resume(UploadState state, InputStream body) throws IOException {
    MessageDigest live = hashes.take(state);
    if (live != null) {
      return new Resumed(state, body, live);
    }
    if (state.offset() == 0) {
      return new Resumed(state, body, state.upload().algorithm().newHash());
    }
    if (!store.isShared()) {
      return new Resumed(state, body, hashAgain(state));
    }
    PushbackInputStream peeked = new PushbackInputStream(body);
    if (state.prefix() != null && isEmpty(state, peeked)) {
      return new Resumed(state, peeked, null);
    }
    String key = BlobStore.newKey(TimeOrderedId.next());
    Progress moved = store.move(state.key(), state.stored(), key);
    MessageDigest hash = hashAgain(state);
    if (!LiveHashes.fits(hash, state)) {
      throw new IOException(state.key() + " holds other bytes than were sent");
    }
    return new Resumed(rows.move(state, key, moved.session()), peeked, hash);
  }

  /** Ends an upload that has no room: nobody can go on with it. */
  private Received receive(Resumed resumed, MessageDigest hash, BlobWriter writer)
      throws IOException {
    try {
      return receiver.receive(resumed.body(), hash, writer);
    } catch (PushRefused e) {
      end(resumed.state());
      throw e;
    }
  }

  private boolean isEmpty(UploadState state, PushbackInputStream body) throws IOException {
    try {
      int first = body.read();
      if (first >= 0) {
        body.unread(first);
      }
      return first < 0;
    } catch (PushRefused e) {
      end(state);
      throw e;
    } catch (IOException e) {
      throw new UploadCut(e);
    }
  }

  private static Digest told(UploadState state, @Nullable MessageDigest hash) {
    if (hash != null) {
      return Digest.of(state.upload().algorithm(), hash.digest());
    }
    if (state.prefix() == null) {
      throw new IllegalStateException("neither hash nor digest of " + state.key());
    }
    return state.prefix();
  }

  /** Of all bytes that are here, of an upload that is not sealed. */
  private MessageDigest hashAgain(UploadState state) throws IOException {
    InputStream stored = store.open(state.key(), 0, state.stored().length());
    MessageDigest hash = hash(state.upload().algorithm(), stored);
    hash.update(rows.progress(state).tail());
    return hash;
  }

  private MessageDigest hash(Algorithm algorithm, InputStream stored) throws IOException {
    MessageDigest hash = algorithm.newHash();
    byte[] buffer = buffers.take();
    try (stored) {
      for (int count = stored.read(buffer); count >= 0; count = stored.read(buffer)) {
        hash.update(buffer, 0, count);
      }
      return hash;
    } finally {
      buffers.give(buffer);
    }
  }

  private Digest hashSealed(String key, long size, Algorithm algorithm) throws IOException {
    return Digest.of(algorithm, hash(algorithm, store.open(key, 0, size)).digest());
  }

  private Upload save(UploadState state, Progress progress, MessageDigest hash) {
    Digest prefix =
        store.isShared() ? LiveHashes.digestSoFar(state.upload().algorithm(), hash) : null;
    Upload grown = rows.save(state, progress, prefix);
    hashes.keep(grown, hash);
    return grown;
  }

  private StoredBlob commit(UploadState state, Digest digest, long size) throws IOException {
    try {
      return rows.commit(state, digest, size);
    } catch (DataIntegrityViolationException e) {
      if (!RefusedRow.isConflict(e)) {
        throw e;
      }
      // The blob that was here before went away in between: this one takes its place.
      return commitAgain(state, digest, size);
    } catch (PushRefused e) {
      end(state);
      throw e;
    }
  }

  private StoredBlob commitAgain(UploadState state, Digest digest, long size) {
    try {
      return rows.commit(state, digest, size);
    } catch (DataIntegrityViolationException e) {
      throw RefusedRow.goneOr(e);
    }
  }

  private void end(UploadState state) throws IOException {
    hashes.forget(state.upload());
    if (rows.end(state)) {
      store.abandon(state.key(), state.stored());
    }
  }
}
