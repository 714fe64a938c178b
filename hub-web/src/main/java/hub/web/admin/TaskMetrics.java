package hub.web.admin;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.stats.MicrometerStatsRegistry;
import com.github.kagkarlsson.scheduler.stats.StatsRegistryAdapter;
import com.github.kagkarlsson.scheduler.task.Task;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The figures of each kind of task on this node for {@code /metrics}: {@code dbscheduler_task_…}.
 */
@Configuration(proxyBeanMethods = false)
class TaskMetrics {

  @Bean
  SchedulerListener taskStatistics(MeterRegistry registry, List<Task<?>> tasks) {
    return new StatsRegistryAdapter(new MicrometerStatsRegistry(registry, tasks));
  }
}
