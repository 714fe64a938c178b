package hub.webhooks;

import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import hub.db.task.InLane;
import hub.db.task.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The task that tries one delivery, by its id, until it has arrived or is given up. */
@Configuration(proxyBeanMethods = false)
class DeliveryTask {

  static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("webhook-delivery");

  @Bean
  @InLane(Lane.WEBHOOKS)
  Task<Void> webhookDelivery(DeliveryAttempts attempts) {
    return Tasks.custom(DESCRIPTOR)
        // The node that tried it has died: another takes it over.
        .onDeadExecutionRevive()
        // Our own fault, the database being away for one; what receivers do wrong is an answer.
        .onFailure(new FailureHandler.ExponentialBackoffFailureHandler<>(Duration.ofSeconds(10)))
        .execute(
            (task, context) -> {
              Optional<Instant> next = attempts.attempt(UUID.fromString(task.getId()));
              return next.isEmpty()
                  ? new OnCompleteRemove<>()
                  : (complete, operations) -> operations.reschedule(complete, next.get());
            });
  }
}
