package hub.db.task;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The lanes of this node. They begin when the application is ready and end, all at once, before
 * what their tasks use.
 */
@Component
@EnableConfigurationProperties(TaskSettings.class)
public class Lanes implements DisposableBean {

  private final Map<String, Lane> laneOfTask = new HashMap<>();
  private final Map<Lane, Scheduler> schedulers = new EnumMap<>(Lane.class);

  Lanes(
      Map<String, Task<?>> beans,
      ListableBeanFactory factory,
      DataSource database,
      TaskSerializer serializer,
      ObjectProvider<SchedulerListener> listeners,
      TaskSettings settings) {
    Map<String, Task<?>> tasks = new HashMap<>();
    Map<Lane, Set<String>> names = new EnumMap<>(Lane.class);
    beans.forEach(
        (bean, task) -> {
          Lane lane = laneOf(factory, bean);
          tasks.put(task.getName(), task);
          laneOfTask.put(task.getName(), lane);
          names.computeIfAbsent(lane, it -> new TreeSet<>()).add(task.getName());
        });
    SchedulerName node = new SchedulerName.Hostname();
    names.forEach(
        (lane, own) ->
            schedulers.put(
                lane,
                LaneScheduler.of(
                    lane,
                    tasks,
                    own,
                    database,
                    node,
                    serializer,
                    listeners.orderedStream().toList(),
                    settings)));
  }

  private static Lane laneOf(ListableBeanFactory factory, String bean) {
    InLane lane = factory.findAnnotationOnBean(bean, InLane.class);
    if (lane == null) {
      throw new IllegalStateException("The task " + bean + " names no lane: add @InLane.");
    }
    return lane.value();
  }

  /** The lane of each task that this node knows, by the task's name. */
  public Map<String, Lane> tasks() {
    return Map.copyOf(laneOfTask);
  }

  /** Whether all lanes look for tasks and run them. */
  public boolean areRunning() {
    return schedulers.values().stream()
        .map(Scheduler::getSchedulerState)
        .allMatch(it -> it.isStarted() && !it.isShuttingDown());
  }

  @EventListener(ContextRefreshedEvent.class)
  void start() {
    schedulers.values().stream()
        .filter(it -> !it.getSchedulerState().isStarted())
        .forEach(Scheduler::start);
  }

  @EventListener
  void wake(TaskDue due) {
    Lane lane = laneOfTask.get(due.taskName());
    if (lane != null && schedulers.containsKey(lane)) {
      schedulers.get(lane).triggerCheckForDueExecutions();
    }
  }

  /** Each lane waits for its own running tasks, so they do it side by side. */
  @Override
  public void destroy() throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    schedulers
        .values()
        .forEach(it -> stops.add(Thread.ofPlatform().name("lane-stop").start(it::stop)));
    for (Thread stop : stops) {
      stop.join();
    }
  }
}
