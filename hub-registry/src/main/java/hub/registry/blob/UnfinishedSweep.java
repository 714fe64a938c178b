package hub.registry.blob;

import hub.registry.store.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Drops what a store holds of uploads that nobody can finish any more. */
@Component
class UnfinishedSweep {

  private static final Logger log = LoggerFactory.getLogger(UnfinishedSweep.class);

  /** One that was begun just now may not be in its row yet. */
  private static final Duration AGE = Duration.ofHours(24);

  private final BlobStore store;
  private final UploadRows rows;

  UnfinishedSweep(BlobStore store, UploadRows rows) {
    this.store = store;
    this.rows = rows;
  }

  void run() {
    try {
      int dropped = store.abandonUnfinished(Instant.now().minus(AGE), rows::isNamed);
      if (dropped > 0) {
        log.atInfo().addKeyValue("uploads", dropped).log("Unfinished uploads dropped");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
