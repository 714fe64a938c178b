package hub.registry.blob;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When what is left of uploads is looked for. One task of the whole hub. */
@Configuration(proxyBeanMethods = false)
class UploadTasks {

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> unfinishedSweepTask(UnfinishedSweep sweep) {
    return Tasks.recurring("unfinished-sweep", FixedDelay.ofHours(1))
        .execute((instance, context) -> sweep.run());
  }
}
