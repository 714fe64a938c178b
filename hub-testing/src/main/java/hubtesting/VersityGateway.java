package hubtesting;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An S3 store that runs as its own process, over a directory: {@code versitygw}. One for the test
 * run; each caller makes its own bucket.
 */
public final class VersityGateway {

  public static final String ACCESS_KEY = "hub-test";
  public static final String SECRET_KEY = "hub-test-secret";

  private static @Nullable VersityGateway started;

  private final int port;
  private final Path directory;

  private VersityGateway(int port, Path directory) {
    this.port = port;
    this.directory = directory;
  }

  /** The one of this run. The test is skipped aloud where the program is not installed. */
  public static synchronized VersityGateway get() {
    VersityGateway running = started == null ? start() : started;
    started = running;
    return running;
  }

  private static VersityGateway start() {
    int port = HubProcess.freePort();
    Path directory = Scratch.directory("versitygw");
    try {
      Process process =
          new ProcessBuilder(
                  Tools.require("versitygw").toString(),
                  "--port",
                  "127.0.0.1:" + port,
                  "--access",
                  ACCESS_KEY,
                  "--secret",
                  SECRET_KEY,
                  "--quiet",
                  "--keep-alive",
                  "posix",
                  directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(Scratch.log("versitygw").toFile())
              .start();
      Scratch.endWithThisRun(process);
      await("versitygw").atMost(Duration.ofSeconds(30)).until(() -> accepts(port));
      return new VersityGateway(port, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Makes an empty bucket of this name: a directory, as this store sees it. */
  public void makeBucket(String name) {
    try {
      Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
