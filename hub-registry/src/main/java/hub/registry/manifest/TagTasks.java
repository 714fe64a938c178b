package hub.registry.manifest;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When tags are looked after. */
@Configuration(proxyBeanMethods = false)
class TagTasks {

  /** Again and again, since a node of the version before may still run, and push in its way. */
  @Bean
  @InLane(Lane.HOUSEKEEPING)
  RecurringTask<Void> reorderingTags(TagReordering reordering) {
    return Tasks.recurring("tag-reordering", FixedDelay.ofMinutes(2))
        .execute((instance, context) -> reordering.run());
  }
}
