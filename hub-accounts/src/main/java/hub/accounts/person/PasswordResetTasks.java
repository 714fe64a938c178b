package hub.accounts.person;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import hub.db.task.InLane;
import hub.db.task.Lane;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue of those who asked for a link to a new password. */
@Configuration(proxyBeanMethods = false)
class PasswordResetTasks {

  @Bean
  @InLane(Lane.MAIL)
  Task<PasswordReset.Request> passwordResetTask(PasswordReset reset) {
    return Tasks.oneTime(PasswordReset.TASK)
        .onFailure(
            FailureHandler.<PasswordReset.Request>maxRetries(5)
                .withBackoff(Duration.ofSeconds(10), 2.0)
                .thenRemove())
        .execute((instance, _) -> reset.mail(instance.getData()));
  }
}
