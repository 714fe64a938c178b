package hub.accounts.person;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.task.InLane;
import hub.db.task.Lane;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes what has no use any more, so that these tables do not grow for ever. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignUpSettings.class)
class Housekeeping {

  @Bean
  @InLane(Lane.HOUSEKEEPING)
  Task<Void> accountsHousekeeping(JdbcClient jdbc) {
    return Tasks.recurring("accounts-housekeeping", FixedDelay.of(Duration.ofHours(1)))
        .execute((_, _) -> sweep(jdbc));
  }

  /** Links are kept for a month after their end, so that they can say why they do not work. */
  static void sweep(JdbcClient jdbc) {
    jdbc.sql("delete from mailed_link where expires_at < now() - interval '30 days'").update();
    jdbc.sql("delete from rate_limit where expires_at < extract(epoch from now()) * 1000").update();
  }
}
