package hubtesting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a test run leaves on the machine, until it ends: directories and processes. */
public final class Scratch {

  private static final List<Path> DIRECTORIES = new ArrayList<>();
  private static final List<Process> PROCESSES = new ArrayList<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Scratch::clear, "scratch"));
  }

  private Scratch() {}

  /** A new, empty directory that goes when the run ends. */
  public static synchronized Path directory(String name) {
    try {
      Path directory = Files.createTempDirectory("hub-test-" + name + "-");
      DIRECTORIES.add(directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where a process of this name logs to: below {@code target}, where people find it. Each of the
   * JVMs that Surefire runs beside each other has its own.
   */
  static Path log(String name) {
    String fork = System.getProperty("hub.test.fork", "fork-1");
    return Path.of("target", name + ("fork-1".equals(fork) ? "" : "-" + fork) + ".log");
  }

  /** Writes a file, and tells where. */
  static Path file(Path file, String content) {
    try {
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends this process when the run ends, however it ends. */
  static synchronized void endWithThisRun(Process process) {
    PROCESSES.add(process);
  }

  private static synchronized void clear() {
    PROCESSES.forEach(Process::destroy);
    for (Process process : PROCESSES) {
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
    DIRECTORIES.forEach(Scratch::delete);
  }

  /** What cannot be deleted stays: it lies in the machine's directory for such things. */
  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
    }
  }
}
