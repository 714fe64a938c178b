package hub.registry.blob;

import hub.registry.store.BlobStore;
import hub.registry.store.StorageFull;
import hub.registry.store.TimeOrderedId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Lets one request at a time write to an upload. In this process a set sees to that; among nodes, a
 * claim in the row. A claim that has run out can be taken over, and then the request that lost it
 * may still write: it cannot commit, and what it writes lies at a key that nobody reads, since the
 * next one goes on below a fresh key. A live hash cannot lead back: it is good for one key, and
 * only the node that has written there last has it.
 */
final class UploadTurns {

  private static final Logger log = LoggerFactory.getLogger(UploadTurns.class);

  /** How long a request waits for another one that writes to the same upload. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final UploadRows rows;
  private final WriterClaims claims;
  private final BlobStore store;
  private final LiveHashes hashes;

  /** Uploads that a request of this process writes to right now. */
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  UploadTurns(UploadRows rows, WriterClaims claims, BlobStore store, LiveHashes hashes) {
    this.rows = rows;
    this.claims = claims;
    this.store = store;
    this.hashes = hashes;
  }

  /** What a request does with an upload while it is the only one. */
  interface Step<T> {
    T run(UploadState state) throws IOException;
  }

  /**
   * Runs a step once no other request writes to the upload.
   *
   * @throws UploadOutOfOrder where another one still writes after a moment
   * @throws UploadUnknown where the upload is gone
   * @throws StorageFull where the disk has no room
   * @throws UncheckedIOException where the store fails otherwise
   */
  <T> T take(Upload found, Step<T> step) {
    awaitTurn(found);
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

  /** Those that a request to this node writes to at this moment. */
  Set<UUID> underWay() {
    return Set.copyOf(busy);
  }

  /**
   * Waits a moment for a request that is about to end: a client whose connection broke comes back
   * at once, and may read how far its upload has come before that request is through.
   */
  private void awaitTurn(Upload upload) {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (!busy.add(upload.id())) {
      if (System.nanoTime() > patience) {
        throw new UploadOutOfOrder(upload);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Nobody else writes to it, so one that the live hash has come as far as is not out of date. */
  private UploadState current(Upload found) {
    return UploadState.inPlace(hashes.isLeftHere(found) ? found : again(found));
  }

  private <T> T claimed(Upload found, Step<T> step) throws IOException {
    UploadState state = claims.claim(found).orElseThrow(() -> new UploadOutOfOrder(again(found)));
    UUID writer = state.writer();
    try {
      return step.run(state.takenOver() ? awayFromTheLastWriter(state) : state);
    } finally {
      if (writer != null) {
        release(found.id(), writer);
      }
    }
  }

  private Upload again(Upload found) {
    return rows.find(found.id(), found.repositoryId(), found.accountId())
        .map(UploadState::upload)
        .orElseThrow(UploadUnknown::new);
  }

  /**
   * The request that lost the claim may still put a small blob as a whole, but not at this key.
   * Parts lie where they are, and are moved before more is taken in, as without a live hash they
   * must be.
   */
  private UploadState awayFromTheLastWriter(UploadState state) {
    hashes.forget(state.upload());
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
}
