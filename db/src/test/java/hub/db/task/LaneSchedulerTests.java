package hub.db.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lanes over a real table, each started as a node does. */
class LaneSchedulerTests {

  private static final TaskSettings SETTINGS =
      new TaskSettings(Duration.ofMillis(50), Duration.ofSeconds(1), 4, Duration.ofSeconds(5));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** So many of 64 places: its 14th would need 56 free ones, and 51 are. */
  private static final int AN_OWNERS_SHARE = 13;

  private static EmbeddedPostgres server;
  private static JdbcClient jdbc;

  private final CountDownLatch answered = new CountDownLatch(1);
  private final Queue<String> mails = new ConcurrentLinkedQueue<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Task<?>> tasks =
      Map.of("a-mail", task("a-mail", mails), "a-call", task("a-call", calls));
  private final List<LaneScheduler> started = new ArrayList<>();

  @BeforeAll
  static void aDatabase() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("max_connections", "300")
            .start();
    Flyway.configure().dataSource(server.getPostgresDatabase()).load().migrate();
    jdbc = JdbcClient.create(server.getPostgresDatabase());
  }

  @AfterAll
  static void noDatabase() throws IOException {
    server.close();
  }

  @BeforeEach
  void noRows() {
    jdbc.sql("delete from scheduled_tasks").update();
  }

  @AfterEach
  void stopped() {
    answered.countDown();
    started.forEach(LaneScheduler::stop);
  }

  /** One that waits until {@link #answered}, as for a receiver that is silent. */
  private Task<Void> task(String name, Queue<String> begun) {
    return Tasks.custom(name, Void.class)
        .onDeadExecutionRevive()
        .onFailure(new FailureHandler.ExponentialBackoffFailureHandler<>(Duration.ofSeconds(10)))
        .execute(
            (instance, context) -> {
              begun.add(instance.getId());
              try {
                answered.await();
              } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
              }
              return new OnCompleteRemove<>();
            });
  }

  private void start(Lane lane, String node) {
    String own = lane == Lane.MAIL ? "a-mail" : "a-call";
    TaskSerializer serializer =
        new TaskSerializer(new DefaultListableBeanFactory().getBeanProvider(FormerClass.class));
    LaneScheduler scheduler =
        LaneScheduler.of(
            lane,
            tasks,
            Set.of(own),
            server.getPostgresDatabase(),
            new SchedulerName.Fixed(node),
            serializer,
            List.of(),
            SETTINGS);
    started.add(scheduler);
    scheduler.start();
  }

  private static void add(String task, String instance, long owner) {
    jdbc.sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, execution_time, picked, version, priority, owner)
            values (?, ?, ?, false, 1, 50, ?)
            """)
        .param(task)
        .param(instance)
        .param(OffsetDateTime.now(ZoneOffset.UTC))
        .param(owner)
        .update();
  }

  /** As a node leaves it that dies in the middle of a task. */
  private static void addDead(String task, String instance) {
    add(task, instance, 1);
    jdbc.sql(
            """
            update scheduled_tasks
            set picked = true, picked_by = 'dead', last_heartbeat = now() - interval '1 hour'
            where task_instance = ?
            """)
        .param(instance)
        .update();
  }

  private static int running(long owner) {
    return jdbc.sql("select count(*) from scheduled_tasks where picked and owner = ?")
        .param(owner)
        .query(Integer.class)
        .single();
  }

  private static boolean isPicked(String instance) {
    return jdbc.sql("select picked from scheduled_tasks where task_instance = ?")
        .param(instance)
        .query(Boolean.class)
        .single();
  }

  @Test
  void takesOnlyTheTasksOfItsLane() {
    add("a-mail", "mail", 1);
    add("of-a-newer-version", "unknown", 1);
    add("a-call", "call", 1);

    start(Lane.WEBHOOKS, "one");
    await().atMost(PATIENCE).until(() -> calls.contains("call"));
    add("a-call", "later", 2);
    await().atMost(PATIENCE).until(() -> calls.contains("later"));

    assertThat(mails).isEmpty();
    assertThat(isPicked("mail")).isFalse();
    assertThat(isPicked("unknown")).isFalse();
    start(Lane.MAIL, "one");
    await().atMost(PATIENCE).until(() -> mails.contains("mail"));
    assertThat(isPicked("unknown")).isFalse();
  }

  @Test
  void takesOverWhatItsLaneLeftDeadAndNothingElse() {
    addDead("a-mail", "mail");
    addDead("of-a-newer-version", "unknown");
    addDead("a-call", "call");

    start(Lane.WEBHOOKS, "one");
    await().atMost(PATIENCE).until(() -> calls.contains("call"));

    assertThat(isPicked("mail")).isTrue();
    assertThat(mails).isEmpty();
    start(Lane.MAIL, "one");
    await().atMost(PATIENCE).until(() -> mails.contains("mail"));
    assertThat(isPicked("unknown")).isTrue();
  }

  @Test
  void keepsPlacesFreeForOthersOnAllNodesTogether() {
    IntStream.range(0, 200).forEach(it -> add("a-call", "slow-" + it, 1));
    start(Lane.WEBHOOKS, "one");
    await().atMost(PATIENCE).until(() -> running(1) == AN_OWNERS_SHARE);
    start(Lane.WEBHOOKS, "two");

    IntStream.range(0, 60).forEach(it -> add("a-call", "other-" + it, 100 + it));

    await()
        .atMost(PATIENCE)
        .until(() -> calls.stream().filter(it -> it.startsWith("other-")).count() == 60);
    assertThat(running(1)).isBetween(AN_OWNERS_SHARE, Lane.WEBHOOKS.places() / 4);
  }

  @Test
  void goesOnWithAnOwnersTasksInTheirOrderAsSoonAsAPlaceIsFree() {
    answered.countDown();
    IntStream.range(0, 100).forEach(it -> add("a-call", "quick-" + it, 1));

    start(Lane.WEBHOOKS, "one");

    await().atMost(PATIENCE).until(() -> calls.size() == 100);
    assertThat(new ArrayList<>(calls).subList(0, AN_OWNERS_SHARE))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, AN_OWNERS_SHARE).mapToObj(it -> "quick-" + it).toList());
    await().atMost(PATIENCE).until(() -> running(1) == 0);
  }

  /** The last places are for owners that have none, so twenty accounts cannot fill a lane. */
  @Test
  void letsANewOwnerInWhileManyHoldAllThatTheyCan() {
    for (int owner = 1; owner <= 15; owner++) {
      for (int i = 0; i < 40; i++) {
        add("a-call", "slow-" + owner + "-" + i, owner);
      }
    }
    start(Lane.WEBHOOKS, "one");
    await()
        .atMost(PATIENCE)
        .until(() -> IntStream.rangeClosed(1, 15).allMatch(it -> running(it) > 0));

    add("a-call", "live", 99);

    await().atMost(PATIENCE).until(() -> calls.contains("live"));
  }

  @Test
  void doesNotCountTheTasksOfADeadNodeAgainstTheirOwner() {
    for (int i = 0; i < AN_OWNERS_SHARE; i++) {
      addDead("a-call", "dead-" + i);
    }
    jdbc.sql("update scheduled_tasks set last_heartbeat = now() - interval '3 seconds'").update();

    add("a-call", "alive", 1);
    start(Lane.WEBHOOKS, "one");

    await().atMost(PATIENCE).until(() -> calls.contains("alive"));
  }
}
