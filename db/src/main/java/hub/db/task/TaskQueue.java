package hub.db.task;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The outbox: what must not be lost after a change is a task, added in the change's transaction.
 */
@Component
public class TaskQueue {

  /** The owner of what the hub does for itself. Such tasks have no bound but their lane's. */
  public static final long NOBODY = 0;

  private final JdbcClient jdbc;
  private final TaskSerializer serializer;
  private final ApplicationEventPublisher events;

  TaskQueue(JdbcClient jdbc, TaskSerializer serializer, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.serializer = serializer;
    this.events = events;
  }

  /**
   * Adds a task that runs as soon as the caller's transaction is committed. Nothing happens where
   * the task has an instance of that id already.
   *
   * @param owner the account for which it is done, by which its lane is fair
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(TaskInstance<?> task, long owner) {
    jdbc.sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, task_data, execution_time, picked, version, priority, owner)
            values (:name, :instance, :data, :now, false, 1, :priority, :owner)
            on conflict do nothing
            """)
        .param("name", task.getTaskName())
        .param("instance", task.getId())
        .param("data", serializer.serialize(task.getData()), Types.BINARY)
        .param("now", now())
        .param("priority", task.getPriority())
        .param("owner", owner)
        .update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            // Only now the task can be seen; without this it would wait for the lane's next look.
            events.publishEvent(new TaskDue(task.getTaskName()));
          }
        });
  }

  /** Has a recurring task run as soon as a node is free to, unless it is being run. */
  public void runNow(String recurringTask) {
    jdbc.sql(
            """
            update scheduled_tasks set execution_time = ?, version = version + 1
            where task_name = ? and task_instance = ? and not picked
            """)
        .param(now())
        .param(recurringTask)
        .param(RecurringTask.INSTANCE)
        .update();
    events.publishEvent(new TaskDue(recurringTask));
  }

  /** By this node's clock, as the lanes look for what is due. */
  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }
}
