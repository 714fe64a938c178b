package hub.db.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long the queues are, for the operator: of the whole hub, the same on every node. */
@Component
public class LaneReports {

  private static final Duration FRESH = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final Lanes lanes;
  private volatile @Nullable Timed latest;

  LaneReports(JdbcClient jdbc, Lanes lanes) {
    this.jdbc = jdbc;
    this.lanes = lanes;
  }

  /**
   * The queue of one lane.
   *
   * @param due tasks that could run now and wait for a place
   * @param running on all nodes
   * @param failing tasks whose last run threw, and that are to be tried again; a receiver that
   *     answers a webhook with an error is none of them
   * @param delay how long the oldest of those due has waited
   */
  public record Queue(long due, long running, long failing, Duration delay) {

    private static final Queue EMPTY = new Queue(0, 0, 0, Duration.ZERO);

    private Queue plus(Queue other) {
      return new Queue(
          due + other.due,
          running + other.running,
          failing + other.failing,
          delay.compareTo(other.delay) > 0 ? delay : other.delay);
    }
  }

  private record Timed(Map<Lane, Queue> queues, Instant until) {
    boolean isFresh() {
      return until.isAfter(Instant.now());
    }
  }

  private record TaskRow(String name, Queue queue) {}

  /** A lane's queue as it was within the last five seconds. */
  public Queue recent(Lane lane) {
    Timed known = latest;
    Map<Lane, Queue> queues = known != null && known.isFresh() ? known.queues() : countOnce();
    return queues.getOrDefault(lane, Queue.EMPTY);
  }

  private synchronized Map<Lane, Queue> countOnce() {
    Timed known = latest;
    if (known != null && known.isFresh()) {
      return known.queues();
    }
    Map<Lane, Queue> counted = count();
    latest = new Timed(counted, Instant.now().plus(FRESH));
    return counted;
  }

  private Map<Lane, Queue> count() {
    Map<String, Lane> tasks = lanes.tasks();
    Map<Lane, Queue> queues = new EnumMap<>(Lane.class);
    for (TaskRow row : rows(List.copyOf(tasks.keySet()))) {
      queues.merge(tasks.get(row.name()), row.queue(), Queue::plus);
    }
    return queues;
  }

  private List<TaskRow> rows(List<String> names) {
    return jdbc.sql(
            """
            select name, due.tasks as due, due.first_at,
              (select count(*) from scheduled_tasks
               where task_name = name and picked) as running,
              (select count(*) from scheduled_tasks
               where task_name = name and consecutive_failures > 0 and not picked) as failing
            from unnest(:names::text[]) name
            cross join lateral (
              select count(*) as tasks, min(execution_time) as first_at from scheduled_tasks
              where task_name = name and not picked and execution_time <= now()) due
            """)
        .param("names", names.toArray(String[]::new))
        .query(LaneReports::row)
        .list();
  }

  private static TaskRow row(ResultSet row, int index) throws SQLException {
    OffsetDateTime first = row.getObject("first_at", OffsetDateTime.class);
    Duration delay =
        first == null ? Duration.ZERO : Duration.between(first.toInstant(), Instant.now());
    return new TaskRow(
        row.getString("name"),
        new Queue(
            row.getLong("due"),
            row.getLong("running"),
            row.getLong("failing"),
            delay.isNegative() ? Duration.ZERO : delay));
  }
}
