package hub.webhooks;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox: a delivery and its task are kept in the transaction of what they tell of. */
@Component
class DeliveryQueue {

  private final DeliveryRows rows;
  private final Scheduler scheduler;

  DeliveryQueue(DeliveryRows rows, Scheduler scheduler) {
    this.rows = rows;
    this.scheduler = scheduler;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public Delivery add(Delivery delivery) {
    Delivery kept = rows.save(delivery);
    scheduler.schedule(
        DeliveryTask.DESCRIPTOR.instance(kept.id().toString()).scheduledTo(Instant.now()));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            // Only now the task can be seen; without this it would wait for the next poll.
            scheduler.triggerCheckForDueExecutions();
          }
        });
    return kept;
  }
}
