package hub.registry.garbage;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import hub.registry.GarbageSettings;
import hub.registry.store.StorageAway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * When the work on the store is done. Each is one task of the whole hub, whichever node runs it.
 */
@Configuration(proxyBeanMethods = false)
class GarbageTasks {

  private static final Logger log = LoggerFactory.getLogger(GarbageTasks.class);

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> garbageCollecting(GarbageCollection collection, GarbageSettings settings) {
    return Tasks.recurring(GarbageCollection.TASK, FixedDelay.of(settings.interval()))
        .execute((instance, context) -> collection.run());
  }

  /** A minute's worth at a time, so that a node that stops is soon replaced by another. */
  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> scrubbing(Scrub scrub) {
    return Tasks.recurring("scrub", FixedDelay.ofSeconds(10))
        .execute((instance, context) -> unlessAway(() -> scrub.run(Duration.ofSeconds(50))));
  }

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> orphanScanning(OrphanScan scan) {
    return Tasks.recurring(OrphanScan.TASK, FixedDelay.ofHours(24))
        .execute(
            (instance, context) ->
                unlessAway(
                    () -> {
                      try {
                        scan.run();
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
  }

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> usageRecount(Recount recount) {
    return Tasks.recurring("usage-recount", FixedDelay.ofHours(24))
        .execute((instance, context) -> recount.run());
  }

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> garbageAudit(Audit audit) {
    return Tasks.recurring("garbage-audit", FixedDelay.ofHours(7 * 24))
        .execute((instance, context) -> audit.run());
  }

  /** The store has logged it, once; a later run tries again. */
  private static void unlessAway(Runnable work) {
    try {
      work.run();
    } catch (StorageAway e) {
      log.debug("Not done now", e);
    }
  }
}
