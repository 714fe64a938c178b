package hub.registry.blob;

import hub.registry.store.TimeOrderedId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps two nodes from writing to one upload: a request that writes has a claim in its row. It is
 * renewed for as long as the request lasts, and runs out half a minute after its node has gone.
 */
@Component
class WriterClaims {

  private static final Logger log = LoggerFactory.getLogger(WriterClaims.class);
  private static final Duration RENEW = Duration.ofSeconds(10);

  private final UploadRows rows;
  private final Set<UUID> held = ConcurrentHashMap.newKeySet();
  private boolean renewing;

  WriterClaims(UploadRows rows) {
    this.rows = rows;
  }

  /** Claims an upload; empty where it is gone, or another request writes to it. */
  Optional<UploadState> claim(Upload upload) {
    UUID writer = TimeOrderedId.next();
    hold(writer);
    Optional<UploadState> claimed = Optional.empty();
    try {
      claimed = rows.claim(upload, writer);
      return claimed;
    } finally {
      if (claimed.isEmpty()) {
        held.remove(writer);
      }
    }
  }

  /** Ends a claim, where what was done under it has not ended it. */
  void release(UUID upload, UUID writer) {
    held.remove(writer);
    rows.release(upload, writer);
  }

  private synchronized void hold(UUID writer) {
    held.add(writer);
    if (!renewing) {
      renewing = true;
      Thread.ofVirtual().name("upload-claims").start(this::renew);
    }
  }

  /** Runs while there is anything to renew. */
  private void renew() {
    do {
      LockSupport.parkNanos(RENEW.toNanos());
      try {
        if (!held.isEmpty()) {
          rows.renew(held);
        }
      } catch (RuntimeException | Error e) {
        // Whatever it is: this ends only where nothing is held, and nobody else begins it anew.
        log.warn("The claims of uploads could not be renewed", e);
      }
    } while (!isIdle());
  }

  private synchronized boolean isIdle() {
    renewing = !held.isEmpty();
    return !renewing;
  }
}
