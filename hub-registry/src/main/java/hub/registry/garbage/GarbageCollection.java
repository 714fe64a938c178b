package hub.registry.garbage;

import hub.registry.garbage.Collector.Collected;
import hub.registry.garbage.StorageSweeper.Swept;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One round of all that gives space back: rows first, then the bytes whose time has come. */
@Component
public class GarbageCollection {

  /** The task that runs it. */
  public static final String TASK = "garbage-collection";

  private static final Logger log = LoggerFactory.getLogger(GarbageCollection.class);

  private final Collector collector;
  private final StorageSweeper sweeper;
  private final StorageRuns runs;

  GarbageCollection(Collector collector, StorageSweeper sweeper, StorageRuns runs) {
    this.collector = collector;
    this.sweeper = sweeper;
    this.runs = runs;
  }

  /** Safe to run at any time, on any number of nodes at once. */
  public Collected run() {
    Instant started = Instant.now();
    Collected collected = collector.collect();
    Swept swept = sweeper.sweep();
    runs.record("collection", started, collected.blobs(), collected.bytes());
    runs.record("manifests", started, collected.manifests(), 0);
    runs.record("trash", started, swept.objects(), swept.bytes());
    if (!collected.isNothing() || swept.uploads() + swept.drafts() + swept.objects() > 0) {
      log.atInfo()
          .addKeyValue("manifests", collected.manifests())
          .addKeyValue("links", collected.links())
          .addKeyValue("blobs", collected.blobs())
          .addKeyValue("bytes", collected.bytes())
          .addKeyValue("uploads", swept.uploads())
          .addKeyValue("drafts", swept.drafts())
          .addKeyValue("objects", swept.objects())
          .addKeyValue("freed", swept.bytes())
          .log("Garbage collected");
    }
    return collected;
  }
}
