package hub.registry.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hub.registry.Digest;
import hub.registry.Digest.Algorithm;
import hub.registry.RepositoryGone;
import hub.registry.storage.Intake.Received;
import hub.repositories.push.PushRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Uploads under way. The state of one is a row, so a restart forgets none, and any node goes on
 * with any. No database connection is held while bytes come.
 *
 * <p>Bytes are hashed once, as they come in, and the live hash stays here between requests. Where
 * it is not here, what is done depends on whom the bytes can be trusted to:
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
 * <p>One request at a time writes to an upload. In this process a set sees to that; among nodes, a
 * claim in the row. A claim that has run out can be taken over, and then the one who lost it may
 * still write: it can not commit, and what it writes lies at a key that nobody reads, since who
 * takes over goes on below a fresh one. A live hash can not lead back: it is good for one key, and
 * only the node that has written there last has it.
 */
@Component
public class Uploads {

  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  /** 32 MiB for all bodies together. */
  private static final int BUFFERS = 128;

  private final UploadRows rows;
  private final WriterClaims claims;
  private final BlobStore store;
  private final Buffers<byte[]> buffers = new Buffers<>(BUFFERS, () -> new byte[Intake.BUFFER]);
  private final Intake intake = new Intake(buffers);

  /** How long a request waits for another one that writes to the same upload. */
  private static final Duration TURN = Duration.ofSeconds(2);

  /** Uploads that a request of this process writes to right now. */
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  private final Cache<UUID, LiveHash> liveHashes =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * An upload as this process has left it, and the hash of all its bytes. Where it has another key
   * or another length by now, another node has gone on with it since.
   */
  private record LiveHash(Upload upload, MessageDigest hash) {

    boolean isOf(UploadState state) {
      return upload.equals(state.upload()) && fits(hash, state);
    }
  }

  Uploads(UploadRows rows, WriterClaims claims, BlobStore store) {
    this.rows = rows;
    this.claims = claims;
    this.store = store;
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
    liveHashes.put(id, new LiveHash(upload, algorithm.newHash()));
    return upload;
  }

  /**
   * An upload, found only by the account that began it, in the repository it is for. Always by its
   * row: two processes over one directory are not what it is for, and still do no harm.
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
    return exclusively(
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
    return exclusively(
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
    exclusively(
        upload,
        state -> {
          end(state);
          return state;
        });
  }

  /** Those that a request to this node writes to at this moment. */
  public Set<UUID> underWay() {
    return Set.copyOf(busy);
  }

  private interface Step<T> {
    T run(UploadState state) throws IOException;
  }

  private <T> T exclusively(Upload found, Step<T> step) {
    takeTurn(found);
    try {
      return store.isShared() ? claimed(found, step) : step.run(current(found));
    } catch (IOException e) {
      if (StorageFull.isSaidBy(e)) {
        log.error("What is pushed has no room on a disk of this hub: {}", e.getMessage());
        throw new StorageFull(e);
      }
      throw new UncheckedIOException(e);
    } finally {
      busy.remove(found.id());
    }
  }

  /**
   * Waits a moment for a request that is about to end: a client whose connection broke comes back
   * at once, and may read how far its upload has come before that request is through.
   */
  private void takeTurn(Upload upload) {
    long patience = System.nanoTime() + TURN.toNanos();
    while (!busy.add(upload.id())) {
      if (System.nanoTime() > patience) {
        throw new UploadOutOfOrder(upload);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Nobody else writes to it, so one that the live hash has come as far as is not out of date. */
  private UploadState current(Upload found) {
    LiveHash live = liveHashes.getIfPresent(found.id());
    return UploadState.inPlace(
        live != null && live.upload().equals(found)
            ? found
            : find(found.id(), found.repositoryId(), found.accountId()));
  }

  private <T> T claimed(Upload found, Step<T> step) throws IOException {
    UploadState state =
        claims
            .claim(found)
            .orElseThrow(
                () ->
                    new UploadOutOfOrder(
                        find(found.id(), found.repositoryId(), found.accountId())));
    UUID writer = state.writer();
    try {
      return step.run(state.takenOver() ? awayFromTheLastWriter(state) : state);
    } finally {
      if (writer != null) {
        release(found.id(), writer);
      }
    }
  }

  /**
   * The one who lost the claim may yet put a small blob as a whole: not where this one does. Parts
   * lie where they are, and are moved before more is taken in, as without a live hash they must be.
   */
  private UploadState awayFromTheLastWriter(UploadState state) {
    liveHashes.invalidate(state.upload().id());
    return state.session() == null
        ? rows.move(state, BlobStore.newKey(TimeOrderedId.next()), null)
        : state;
  }

  private void release(UUID upload, UUID writer) {
    try {
      claims.release(upload, writer);
    } catch (DataAccessException e) {
      log.warn("The claim of an upload could not be ended; it runs out by itself", e);
    }
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
    LiveHash live = liveHashes.asMap().remove(state.upload().id());
    if (live != null && live.isOf(state)) {
      return new Resumed(state, body, live.hash());
    }
    if (state.offset() == 0) {
      return new Resumed(state, body, state.upload().algorithm().newHash());
    }
    if (!store.isShared()) {
      return new Resumed(state, body, hashAgain(state));
    }
    var peeked = new PushbackInputStream(body);
    if (state.prefix() != null && isEmpty(state, peeked)) {
      return new Resumed(state, peeked, null);
    }
    String key = BlobStore.newKey(TimeOrderedId.next());
    Progress moved = store.move(state.key(), state.stored(), key);
    MessageDigest hash = hashAgain(state);
    if (!fits(hash, state)) {
      throw new IOException(state.key() + " holds other bytes than were sent");
    }
    return new Resumed(rows.move(state, key, moved.session()), peeked, hash);
  }

  /** What has no room ends its upload: nobody can go on with it. */
  private Received receive(Resumed resumed, MessageDigest hash, BlobWriter writer)
      throws IOException {
    try {
      return intake.receive(resumed.body(), hash, writer);
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

  private static boolean fits(MessageDigest hash, UploadState state) {
    return state.prefix() == null
        || state.prefix().equals(digestSoFar(state.upload().algorithm(), hash));
  }

  private static Digest digestSoFar(Algorithm algorithm, MessageDigest hash) {
    try {
      return Digest.of(algorithm, ((MessageDigest) hash.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
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
    Digest prefix = store.isShared() ? digestSoFar(state.upload().algorithm(), hash) : null;
    Upload grown = rows.save(state, progress, prefix);
    liveHashes.put(grown.id(), new LiveHash(grown, hash));
    return grown;
  }

  private StoredBlob commit(UploadState state, Digest digest, long size) throws IOException {
    try {
      return rows.commit(state, digest, size);
    } catch (DataIntegrityViolationException e) {
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
      throw new RepositoryGone(e);
    }
  }

  private void end(UploadState state) throws IOException {
    liveHashes.invalidate(state.upload().id());
    if (rows.end(state)) {
      store.abandon(state.key(), state.stored());
    }
  }
}
