package hub.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A registry that this program has started, and ends again. */
final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts a program and returns once it is ready.
   *
   * @param ready a path that answers 200 from then on
   * @param directory where it runs, and where its output goes, to {@code log}
   * @throws IOException where it ends instead, or says nothing for two minutes
   */
  static ServerProcess start(
      List<String> command, Map<String, String> environment, int port, String ready, Path directory)
      throws IOException {
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var server = new ServerProcess(builder.start(), port, log);
    try {
      server.await(ready);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** A port that nothing listens on now. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  private void await(String ready) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException("the server has ended:\n" + Files.readString(log));
      }
      try (var connection = new HttpConnection(port)) {
        int status = connection.exchange("GET", ready, "", HttpConnection.Body.DISCARDED).status();
        if (status == 200) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      try {
        if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
          continue;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw new IOException("the server does not answer:\n" + Files.readString(log));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
