package hubtesting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program and its arguments, run to its end without a terminal.
 *
 * @param environment what is added to this process's own environment
 * @param input what the program reads from its standard input
 */
public record Command(List<String> words, Map<String, String> environment, String input) {

  /** How long the slowest thing a test does may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  public static Command of(Object... words) {
    return new Command(Arrays.stream(words).map(Object::toString).toList(), Map.of(), "");
  }

  /** With more arguments. */
  public Command and(Object... more) {
    List<String> all =
        Stream.concat(words.stream(), Arrays.stream(more).map(Object::toString)).toList();
    return new Command(all, environment, input);
  }

  /** With one more variable in its environment. */
  public Command with(String name, Object value) {
    var all = new HashMap<>(environment);
    all.put(name, value.toString());
    return new Command(words, all, input);
  }

  /** With this text on its standard input. */
  public Command reading(String text) {
    return new Command(words, environment, text);
  }

  /** Runs it; how it ended is the caller's to judge. */
  public Outcome run() {
    try {
      Path in = Files.createTempFile("hub-test", ".in");
      Path out = Files.createTempFile("hub-test", ".out");
      Path err = Files.createTempFile("hub-test", ".err");
      try {
        Files.writeString(in, input);
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              String.join(" ", words) + " has not ended: " + text(out) + text(err));
        }
        return new Outcome(String.join(" ", words), process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** How it ended and what it printed. */
  public record Outcome(String command, int exit, String out, String err) {

    /** All that was printed. */
    public String text() {
      return out + err;
    }

    /** Demands that it went well. */
    public Outcome succeeds() {
      if (exit != 0) {
        throw new AssertionError(this + "should have succeeded");
      }
      return this;
    }

    /** Demands that it was refused, with these words among what it printed. */
    public Outcome failsWith(String words) {
      if (exit == 0 || !text().contains(words)) {
        throw new AssertionError(this + "should have failed with: " + words);
      }
      return this;
    }

    @Override
    public String toString() {
      return command + "\n" + text() + "\nended with " + exit + "; it ";
    }
  }
}
