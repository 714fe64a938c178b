package hub.db.task;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.TaskRepository;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.OnStartup;
import com.github.kagkarlsson.scheduler.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** Runs the tasks of one lane. */
final class LaneScheduler extends Scheduler {

  /** What is taken from the table has a place at once: none waits in memory for another. */
  private static final PollingStrategyConfig AS_MANY_AS_FREE =
      new PollingStrategyConfig(PollingStrategyConfig.Type.LOCK_AND_FETCH, 0.5, 1.0);

  private LaneScheduler(
      Lane lane,
      TaskRepository rows,
      TaskResolver resolver,
      SchedulerName node,
      Waiter waiter,
      List<OnStartup> recurring,
      List<SchedulerListener> listeners,
      TaskSettings settings,
      Clock clock) {
    super(
        clock,
        rows,
        rows,
        resolver,
        lane.places(),
        new LaneThreads(lane, waiter::wakeOrSkipNextWait),
        node,
        waiter,
        settings.heartbeatInterval(),
        settings.missedHeartbeatsLimit(),
        listeners,
        List.of(),
        AS_MANY_AS_FREE,
        SchedulerBuilder.DEFAULT_DELETION_OF_UNRESOLVED_TASKS_DURATION,
        settings.shutdownMaxWait(),
        SchedulerBuilder.DEFAULT_FAILURE_LOG_LEVEL,
        SchedulerBuilder.LOG_STACK_TRACE_ON_FAILURE,
        recurring,
        Executors.newSingleThreadExecutor(threads(lane, "claims")),
        Executors.newSingleThreadScheduledExecutor(threads(lane, "heartbeats")));
  }

  /**
   * Makes the scheduler of a lane.
   *
   * @param tasks of all lanes, by their names
   * @param names of the lane's own
   */
  static LaneScheduler of(
      Lane lane,
      Map<String, Task<?>> tasks,
      Set<String> names,
      DataSource database,
      SchedulerName node,
      Serializer serializer,
      List<SchedulerListener> listeners,
      TaskSettings settings) {
    Clock clock = new SystemClock();
    TaskResolver resolver =
        new TaskResolver(new SchedulerListeners(listeners), clock, new ArrayList<>(tasks.values()));
    FairClaims claims = new FairClaims(names, settings.silence());
    LaneTasks rows = new LaneTasks(database, claims, resolver, node, serializer, names, clock);
    Waiter waiter = new Waiter(settings.pollingInterval(), clock);
    List<OnStartup> recurring =
        names.stream()
            .map(tasks::get)
            .filter(OnStartup.class::isInstance)
            .map(OnStartup.class::cast)
            .toList();
    return new LaneScheduler(
        lane, rows, resolver, node, waiter, recurring, listeners, settings, clock);
  }

  private static ThreadFactory threads(Lane lane, String work) {
    return Thread.ofPlatform().name("lane-" + lane.text() + "-" + work).factory();
  }
}
