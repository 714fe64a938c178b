package hub.db.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How nodes look for tasks and for each other.
 *
 * @param pollingInterval how often a lane looks for tasks that became due by time or on another
 *     node; what this node adds it sees at once
 * @param heartbeatInterval how often a node says that it still runs a task
 * @param missedHeartbeatsLimit after so many of them, at least 4, another node takes the task over
 * @param shutdownMaxWait how long a stop waits for running tasks, and as long again once they are
 *     interrupted
 */
@ConfigurationProperties("db-scheduler")
record TaskSettings(
    @DefaultValue("5s") Duration pollingInterval,
    @DefaultValue("10s") Duration heartbeatInterval,
    @DefaultValue("6") int missedHeartbeatsLimit,
    @DefaultValue("20s") Duration shutdownMaxWait) {

  /** A node that said nothing for so long counts no more against the owners of its tasks. */
  Duration silence() {
    return heartbeatInterval.multipliedBy(2);
  }
}
