package hub.db.task;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The tasks of one lane in the table of all. */
final class LaneTasks extends JdbcTaskRepository {

  private final Set<String> names;

  /**
   * Tasks of a lane.
   *
   * @param resolver knows the tasks of all lanes: db-scheduler forgets what it does not know
   */
  LaneTasks(
      DataSource database,
      FairClaims claims,
      TaskResolver resolver,
      SchedulerName node,
      Serializer serializer,
      Set<String> names,
      Clock clock) {
    super(
        database,
        true,
        claims,
        DEFAULT_TABLE_NAME,
        resolver,
        node,
        serializer,
        /* orderByPriority= */ true,
        clock);
    this.names = names;
  }

  /** Each lane takes over its own tasks only, or all lanes would at the same moment. */
  @Override
  public List<Execution> getDeadExecutions(Instant olderThan) {
    return super.getDeadExecutions(olderThan).stream()
        .filter(it -> names.contains(it.getTaskName()))
        .toList();
  }
}
