package hubtesting;

import static org.awaitility.Awaitility.await;

import hubtesting.Command.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A containerd of our own and its command line {@code ctr}: the store and the resolver that
 * Kubernetes pulls with, and newer Docker Engines too. Runs no container; speaks plain HTTP.
 */
public final class Containerd {

  private static @Nullable Containerd running;

  private final Command ctr;

  private Containerd(Command ctr) {
    this.ctr = ctr;
  }

  /** The one of this test run. */
  public static synchronized Containerd ofThisRun() {
    if (running == null) {
      running = new Containerd(start());
    }
    return running;
  }

  /**
   * Fetches an image, for all its platforms.
   *
   * @param login {@code name:secret}, or nothing for nobody
   */
  public Outcome pull(String reference, String... login) {
    return as(login, "pull", "--all-platforms", "--snapshotter", "native", reference);
  }

  /** Pushes an image that was pulled, under another name. */
  public Outcome push(String image, String reference, String... login) {
    run("images", "tag", "--force", image, reference).succeeds();
    return as(login, "push", reference);
  }

  /** Runs a ctr command. */
  public Outcome run(String... words) {
    return ctr.and((Object[]) words).run();
  }

  private Outcome as(String[] login, String verb, String... words) {
    Command command = ctr.and("images", verb, "--plain-http");
    return (login.length == 0 ? command : command.and("--user", login[0]))
        .and((Object[]) words)
        .run();
  }

  private static Command start() {
    Path containerd = Tools.require("containerd");
    Path ctr = Tools.require("ctr");
    if (!"root".equals(System.getProperty("user.name"))) {
      throw Tools.missing("Only root can start a containerd");
    }
    Path home = Scratch.directory("containerd");
    Path socket = home.resolve("socket");
    Scratch.file(
        home.resolve("config.toml"),
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/socket"
        [ttrpc]
          address = "%1$s/ttrpc"
        """
            .formatted(home));
    try {
      Process daemon =
          new ProcessBuilder(
                  containerd.toString(), "--config", home.resolve("config.toml").toString())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      Scratch.endWithThisRun(daemon);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = Command.of(ctr, "--address", socket);
    await("containerd, which logs to " + home.resolve("log"))
        .atMost(Duration.ofSeconds(60))
        .until(() -> command.and("version").run().exit() == 0);
    return command;
  }
}
