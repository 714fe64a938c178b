package hub.accounts.mail;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue of mails. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {

  /** Tried again after 10 s, 20 s, … for about two days. */
  @Bean
  Task<MailOrder> mailTask(Postman postman) {
    return Tasks.oneTime(Mails.TASK)
        .onFailure(
            FailureHandler.<MailOrder>maxRetries(15)
                .withBackoff(Duration.ofSeconds(10), 2.0)
                .thenRemove())
        .execute((instance, _) -> postman.deliver(instance.getData()));
  }
}
