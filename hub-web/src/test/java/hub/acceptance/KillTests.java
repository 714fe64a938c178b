package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The hub, or its PostgreSQL, is killed in the middle of pushes, commits and deletions. What was
 * acknowledged pulls byte for byte afterwards, each time.
 *
 * <p>How often is for whoever runs it: {@code -Dhub.kills=200} takes most of an hour.
 */
class KillTests {

  private static final int KILLS = Integer.getInteger("hub.kills", 3);
  private static final String PASSWORD = "quatro-gatos-no-telhado";

  private final Random random = new Random(11);
  private final AtomicBoolean dying = new AtomicBoolean();

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    try (var hub =
        HubProcess.withEmbeddedDatabase("hub-kills")
            .with("HUB_ADMIN_USERNAME", Site.ADMIN)
            .with("HUB_ADMIN_EMAIL", "operator@example.com")
            .with("HUB_ADMIN_PASSWORD", PASSWORD)
            .start()) {
      var pushers = new ArrayList<Pusher>();
      for (int i = 0; i < 4; i++) {
        pushers.add(
            new Pusher(hub.url(), Site.ADMIN, PASSWORD, "kept" + i, random.nextLong(), dying::get));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        pushUntilKilled(hub, pushers, kill % 3 == 0);
        hub.start();
        for (Pusher pusher : pushers) {
          assertThat(pusher.surprises()).isEmpty();
          pusher.verify();
        }
      }
      long acknowledged = pushers.stream().mapToLong(Pusher::acknowledged).sum();
      assertThat(acknowledged).isGreaterThan(KILLS);
      System.out.printf(
          "%d kills, %d acknowledged changes of tags, none lost%n", KILLS, acknowledged);
    }
  }

  private void pushUntilKilled(HubProcess hub, List<Pusher> pushers, boolean databaseFirst)
      throws InterruptedException {
    dying.set(false);
    List<Thread> threads = pushers.stream().map(it -> Thread.ofVirtual().start(it::run)).toList();
    // Not a wait for something: the moment of the kill is meant to be any.
    Thread.sleep(200 + random.nextInt(4_000));
    dying.set(true);
    if (databaseFirst) {
      postmaster(hub.dataDir()).destroyForcibly();
      Thread.sleep(random.nextInt(300));
    }
    hub.kill();
    for (Thread thread : threads) {
      thread.join();
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
