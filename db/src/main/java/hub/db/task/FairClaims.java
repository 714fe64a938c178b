package hub.db.task;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.Array;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How a lane takes due tasks: only its own, and those first whose owners have the fewest running.
 * What waits is a row and nothing else, neither a thread nor a connection.
 *
 * <p>An owner gets a first place wherever one is free, and an n-th one while 4 n are free. So one
 * owner alone is fast, and many who hold all that they can leave the last places to those who hold
 * none. What an owner holds is counted over all nodes, what is free on this one; two nodes that
 * claim at the same moment do not see each other's claims, and may give a few places more.
 */
final class FairClaims extends PostgreSqlJdbcCustomization {

  /**
   * Goes from owner to owner by the index, so a long queue of one owner costs the others nothing.
   * Of owners with equally many places, chance decides: nobody comes first by having waited with
   * many tasks.
   */
  private static final String CLAIM =
      """
      with recursive waiting (task_name, owner) as (
        select name, (select min(t.owner) from scheduled_tasks t
                      where t.task_name = name and not t.picked)
        from unnest(?::text[]) name
        union all
        select w.task_name, (select min(t.owner) from scheduled_tasks t
                             where t.task_name = w.task_name and not t.picked and t.owner > w.owner)
        from waiting w where w.owner is not null
      ), running as (
        select owner, count(*) as places from scheduled_tasks
        where task_name = any (?::text[]) and picked and last_heartbeat > ?
        group by owner
      ), turns as (
        select due.*, w.owner, coalesce(r.places, 0)
                 + row_number() over (partition by w.owner order by due.execution_time) as turn
        from waiting w
        cross join lateral (
          select t.task_name, t.task_instance, t.execution_time, t.priority
          from scheduled_tasks t
          where t.task_name = w.task_name and t.owner = w.owner and not t.picked
            and t.execution_time <= ?
          order by t.execution_time limit ?) due
        left join running r on r.owner = w.owner
      ), places as (
        select *, row_number() over (order by priority desc nulls last, turn, random()) as place
        from turns
      ), claimed as materialized (
        select free.* from places p
        cross join lateral (
          select t.task_name, t.task_instance from scheduled_tasks t
          where t.task_name = p.task_name and t.task_instance = p.task_instance
            and not t.picked and t.execution_time <= ?
          limit 1 for update skip locked) free
        where p.owner = 0 or p.turn = 1 or 4 * p.turn <= ? - p.place + 1
        order by p.place limit ?
      )
      update scheduled_tasks t
      set picked = true, picked_by = ?, last_heartbeat = ?, version = t.version + 1
      from claimed
      where t.task_name = claimed.task_name and t.task_instance = claimed.task_instance
      returning t.*
      """;

  private static final int MAX_NAME = 50;

  private final String[] tasks;
  private final Duration silence;

  /**
   * Claims for one lane.
   *
   * @param silence how long a node may say nothing before its tasks no longer count as running
   */
  FairClaims(Set<String> tasks, Duration silence) {
    super(false, false);
    this.tasks = tasks.toArray(String[]::new);
    this.silence = silence;
  }

  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int free, boolean orderByPriority) {
    String node = context.schedulerName.getName();
    return context.jdbcRunner.query(
        CLAIM,
        statement -> {
          Array names = statement.getConnection().createArrayOf("text", tasks);
          int index = 1;
          statement.setArray(index++, names);
          statement.setArray(index++, names);
          setInstant(statement, index++, now.minus(silence));
          setInstant(statement, index++, now);
          statement.setInt(index++, free);
          setInstant(statement, index++, now);
          statement.setInt(index++, free);
          statement.setInt(index++, free);
          statement.setString(index++, node.substring(0, Math.min(node.length(), MAX_NAME)));
          setInstant(statement, index, now);
        },
        context.resultSetMapper.get());
  }
}
