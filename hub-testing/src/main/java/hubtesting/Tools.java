package hubtesting;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of this machine that a test needs. Where one is missing the test is skipped aloud;
 * under {@code CI=true} it fails, since there {@code .ci/run} has installed them all.
 */
public final class Tools {

  private Tools() {}

  /**
   * The first of these programs that is installed.
   *
   * @param names other names of the same program
   */
  public static Path require(String... names) {
    return Arrays.stream(names)
        .flatMap(name -> find(name).stream())
        .findFirst()
        .orElseThrow(() -> missing(names[0] + " is not installed"));
  }

  /** A program on the search path. */
  static Optional<Path> find(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Ends a test that cannot run here: by skipping it, or under CI by failing it. */
  static RuntimeException missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what + ", and under CI=true no test is skipped");
    }
    System.err.println("SKIPPED: " + what);
    return Assumptions.<RuntimeException>abort(what);
  }
}
