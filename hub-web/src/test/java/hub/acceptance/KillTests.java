package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The hub, or its PostgreSQL, is killed in the middle of pushes, commits, deletions and
 * collections, as leases last seconds and garbage is collected all the time. What was acknowledged
 * pulls byte for byte afterwards; and after the last kill, once all is collected, there is no file
 * without a row and no row without a file.
 *
 * <p>How often is for whoever runs it: {@code -Dhub.kills=200} takes an hour or so.
 */
@Tag("long")
class KillTests {

  private static final int KILLS = Integer.getInteger("hub.kills", 3);
  private static final String PASSWORD = "quatro-gatos-no-telhado";

  private final Random random = new Random(11);
  private final AtomicBoolean dying = new AtomicBoolean();

  @Test
  void whatWasAcknowledgedOutlivesEveryKillAndNothingElseDoes() throws Exception {
    try (var hub =
        impatient(HubProcess.withEmbeddedDatabase("hub-kills")).forAShortTime().start()) {
      var pushers = new ArrayList<Pusher>();
      for (int i = 0; i < 4; i++) {
        pushers.add(
            new Pusher(hub.url(), Site.ADMIN, PASSWORD, "kept" + i, random.nextLong(), dying::get));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        pushUntilKilled(hub, pushers, kill % 3 == 0);
        hub.start();
        verify(pushers);
      }
      Stocktaking.Stock stock = takeStock(hub);
      verify(pushers);
      long acknowledged = pushers.stream().mapToLong(Pusher::acknowledged).sum();
      System.out.printf(
          "kills: %d, %d of them in a collection; %d changes of tags acknowledged and none lost,"
              + " %d manifests and blobs pulled and checked; %s%n",
          KILLS,
          cutCollections(hub),
          acknowledged,
          pushers.stream().mapToLong(Pusher::checked).sum(),
          stock);
      assertThat(acknowledged).isGreaterThan(KILLS);
      assertThat(stock.collected()).isPositive();
      assertThat(stock.scrubbed()).isPositive();
    }
  }

  /**
   * Leases are as short as a push under way allows, and work on the store pauses for a moment only.
   * Who has died with a task is noticed after two seconds, so that collection goes on.
   */
  private static HubProcess impatient(HubProcess hub) {
    return hub.with("HUB_ADMIN_USERNAME", Site.ADMIN)
        .with("HUB_ADMIN_EMAIL", "operator@example.com")
        .with("HUB_ADMIN_PASSWORD", PASSWORD)
        .with("HUB_UNTAGGED_RETENTION_DAYS", "0")
        .withProperty("hub.registry.garbage.lease", "3s")
        .withProperty("hub.registry.garbage.interval", "10ms")
        .withProperty("hub.registry.garbage.trash-delay", "1s")
        .withProperty("hub.registry.garbage.orphan-age", "10s")
        .withProperty("hub.registry.garbage.scrub-every", "2s")
        .withProperty("hub.registry.garbage.scrub-rate", "200MB")
        .withProperty("db-scheduler.polling-interval", "50ms")
        .withProperty("db-scheduler.heartbeat-interval", "500ms")
        .withProperty("db-scheduler.missed-heartbeats-limit", "4")
        .withProperty("logging.level.com.github.kagkarlsson.scheduler.Scheduler", "info");
  }

  private void pushUntilKilled(HubProcess hub, List<Pusher> pushers, boolean databaseFirst)
      throws InterruptedException {
    dying.set(false);
    List<Thread> threads = pushers.stream().map(it -> Thread.ofVirtual().start(it::run)).toList();
    // Not a wait for something: the moment of the kill is meant to be any, before the first leases
    // end and after.
    Thread.sleep(200 + random.nextInt(8_000));
    dying.set(true);
    if (databaseFirst) {
      postmaster(hub.dataDir()).destroyForcibly();
      Thread.sleep(random.nextInt(300));
    }
    hub.kill();
    for (Thread thread : threads) {
      thread.join();
    }
    pushers.forEach(pusher -> assertThat(pusher.surprises()).isEmpty());
  }

  private static void verify(List<Pusher> pushers) throws IOException, InterruptedException {
    for (Pusher pusher : pushers) {
      pusher.verify();
    }
  }

  /** How many collections were found later to have died with their hub. */
  private static long cutCollections(HubProcess hub) {
    return hub.log()
        .lines()
        .filter(it -> it.contains("Found dead execution") && it.contains("garbage-collection"))
        .count();
  }

  private static Stocktaking.Stock takeStock(HubProcess hub) throws SQLException {
    try (var stock = new Stocktaking(hub)) {
      return stock.take();
    }
  }

  private static ProcessHandle postmaster(Path dataDir) {
    try (Stream<Path> files = Files.walk(dataDir, 3)) {
      Path file = files.filter(it -> it.endsWith("postmaster.pid")).findFirst().orElseThrow();
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
