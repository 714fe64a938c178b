package hub.registry.manifest;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When what an older version of the hub kept is written anew. Tasks of the whole hub. */
@Configuration(proxyBeanMethods = false)
class ManifestTasks {

  /** Half a minute's worth at a time, so that a node that stops is soon replaced by another. */
  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> manifestReadingTask(ManifestReading reading) {
    return Tasks.recurring("manifest-reading", FixedDelay.ofSeconds(10))
        .execute((instance, context) -> reading.run(Duration.ofSeconds(30)));
  }

  /** Again and again, since a node of the version before may still run, and push in its way. */
  @Bean
  @InLane(Lane.HOUSEKEEPING)
  RecurringTask<Void> reorderingTags(TagReordering reordering) {
    return Tasks.recurring("tag-reordering", FixedDelay.ofMinutes(2))
        .execute((instance, context) -> reordering.run());
  }
}
