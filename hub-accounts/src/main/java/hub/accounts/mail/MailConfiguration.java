package hub.accounts.mail;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import hub.db.task.FormerClass;
import hub.db.task.InLane;
import hub.db.task.Lane;
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
  @InLane(Lane.MAIL)
  Task<MailOrder> mailTask(Postman postman) {
    return Tasks.oneTime(Mails.TASK)
        .onFailure(
            FailureHandler.<MailOrder>maxRetries(15)
                .withBackoff(Duration.ofSeconds(10), 2.0)
                .thenRemove())
        .execute((instance, _) -> postman.deliver(instance.getData()));
  }

  @Bean
  FormerClass formerMailOrder() {
    return new FormerClass("hub.accounts.MailOrder", MailOrder.class);
  }

  @Bean
  FormerClass formerMailKind() {
    return new FormerClass("hub.accounts.MailOrder$Kind", MailOrder.Kind.class);
  }
}
