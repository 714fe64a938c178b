package hub.repositories.activity;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes old entries once a day. */
@Configuration(proxyBeanMethods = false)
class ActivityTasks {

  @Bean
  @InLane(Lane.HOUSEKEEPING)
  Task<Void> activitySweep(ActivityLog log) {
    return Tasks.recurring("activity-sweep", FixedDelay.ofHours(24)).execute((_, _) -> log.sweep());
  }
}
