package hubtesting;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hub as an operator runs it: a process of its own, told what to do by {@code HUB_…} variables,
 * that can be stopped, killed and started again on the same data.
 */
public final class HubProcess implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  /** Begins anywhere, so that runs beside this one ask for other ports. */
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(new Random().nextInt(PORTS));

  private final int port = freePort();
  private final Path dataDir = Scratch.directory("hub-data");
  private final Path log;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private @Nullable Process process;

  private HubProcess(String name) {
    this.log = Scratch.log(name);
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("HUB_PORT", String.valueOf(port));
    environment.put("HUB_URL", url());
    environment.put("HUB_DATA_DIR", dataDir.toString());
  }

  /** A hub over a fresh database of the test run; not started yet. */
  public static HubProcess onTestDatabase(String name) {
    return new HubProcess(name)
        .with("HUB_DB_URL", TestDatabase.fresh())
        .with("HUB_DB_USER", "postgres")
        .with("HUB_DB_PASSWORD", "postgres");
  }

  /** A hub that keeps its own PostgreSQL in its data directory; not started yet. */
  public static HubProcess withEmbeddedDatabase(String name) {
    return new HubProcess(name);
  }

  /**
   * One more node of the same hub, with the same database, the same stored bytes and the same
   * public address; not started yet.
   */
  public HubProcess node(String name) {
    var node = new HubProcess(name);
    var own = Map.copyOf(node.environment);
    node.environment.putAll(environment);
    node.environment.putAll(own);
    node.environment.put("HUB_URL", url());
    try {
      Files.createSymbolicLink(
          node.dataDir.resolve("blobs"), Files.createDirectories(dataDir.resolve("blobs")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return node;
  }

  /** A connection to its database: one of the test run, or its own, which it must have started. */
  public Connection database() throws SQLException {
    String url = environment.get("HUB_DB_URL");
    if (url != null) {
      return DriverManager.getConnection(url, "postgres", "postgres");
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + kept("pg.port") + "/hub", "hub", kept("pg18.password"));
  }

  private String kept(String file) {
    try {
      return Files.readString(dataDir.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With one more variable. */
  public HubProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** With a setting that no operator has: one of Spring's, or one that is for tests only. */
  public HubProcess withProperty(String name, String value) {
    options.add("-D" + name + "=" + value);
    return this;
  }

  /**
   * With a JVM that starts sooner and computes more slowly: for tests that start it often and ask
   * little of it.
   */
  public HubProcess forAShortTime() {
    options.add("-XX:TieredStopAtLevel=1");
    return this;
  }

  /** Starts it and waits until it serves. */
  public HubProcess start() {
    try {
      Files.createDirectories(log.getParent());
      var command = new ArrayList<>(HubJvm.command());
      command.add("-Xmx512m");
      command.addAll(options);
      command.add("hub.HubApplication");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process started = builder.start();
      process = started;
      Scratch.endWithThisRun(started);
      await("the hub, which logs to " + log)
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                if (!started.isAlive()) {
                  throw new AssertionError("the hub has ended:\n" + log());
                }
                return isReady();
              });
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it as an operator does, waits until it is gone, and tells how it ended: 0 is well. */
  public int stop() {
    if (process == null) {
      return 0;
    }
    process.destroy();
    waitForEnd(process);
    return process.exitValue();
  }

  /** Ends it without a warning, as a power cut does. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      waitForEnd(process);
    }
  }

  private static void waitForEnd(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the hub does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The most memory it has had at once so far, in bytes; only Linux tells. */
  public long peakMemory() {
    Path status = Path.of("/proc", String.valueOf(running().pid()), "status");
    if (!Files.exists(status)) {
      throw Tools.missing("The memory of a process can be read on Linux only, where /proc is");
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("the hub has not been started");
    }
    return process;
  }

  /** Its public address. */
  public String url() {
    return "http://" + host();
  }

  /** What stands before the slash in an image's name. */
  public String host() {
    return "localhost:" + port;
  }

  public Path dataDir() {
    return dataDir;
  }

  /** The mails it has sent, since it knows no SMTP server. */
  public Mailbox mailbox() {
    return new Mailbox(dataDir.resolve("outbox"));
  }

  /** All it has printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private boolean isReady() throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url() + "/readyz")).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port that nobody listens on now. It is below those that the machine gives to connections by
   * itself, and no other call of this run gets it: until it is listened on, nobody else takes it.
   */
  public static int freePort() {
    for (int tries = 0; tries < PORTS; tries++) {
      int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
      try (var socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // somebody else's
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("all ports from " + FIRST_PORT + " are taken");
  }
}
