package hub.webhooks;

import hub.db.task.TaskQueue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The outbox: a delivery and its task are kept in the transaction of what they tell of. */
@Component
class DeliveryQueue {

  private final DeliveryRows rows;
  private final TaskQueue tasks;

  DeliveryQueue(DeliveryRows rows, TaskQueue tasks) {
    this.rows = rows;
    this.tasks = tasks;
  }

  /**
   * Adds a delivery, which is tried at once after commit.
   *
   * @param owner the account of the repository: its slow receivers are its own affair
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Delivery add(Delivery delivery, long owner) {
    Delivery kept = rows.save(delivery);
    tasks.add(DeliveryTask.DESCRIPTOR.instance(kept.id().toString()).build(), owner);
    return kept;
  }
}
