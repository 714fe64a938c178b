package hubtesting;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A method marked {@code @FuzzTest}. As a test it runs its seeds; here it is fuzzed, in a JVM of
 * its own, since Jazzer fuzzes one method a JVM and instruments all that is loaded there.
 */
public record FuzzTarget(Class<?> type, Method method) {

  /** What libFuzzer prints when its time is over and it has found nothing. */
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in \\d+ second");

  private static final Duration START_AND_END = Duration.ofMinutes(5);

  /** Those of all classes named {@code …FuzzTests} in packages from {@code hub} on. */
  public static List<FuzzTarget> all() {
    return ReflectionSupport.findAllClassesInPackage(
            "hub", type -> true, name -> name.endsWith("FuzzTests"))
        .stream()
        .flatMap(FuzzTarget::of)
        .toList();
  }

  private static Stream<FuzzTarget> of(Class<?> type) {
    return AnnotationSupport.findAnnotatedMethods(
            type, FuzzTest.class, HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .map(method -> new FuzzTarget(type, method));
  }

  /**
   * Fuzzes it, from its seeds on. Fails with what Jazzer prints if it finds something, and if it
   * did not try.
   */
  public void fuzz(Duration time) {
    Path directory = Path.of("target", "fuzz", type.getSimpleName(), method.getName());
    Path out = directory.resolve("out");
    try {
      Files.createDirectories(directory);
      Process process = started(directory, out, time);
      if (!process.waitFor(time.plus(START_AND_END).toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(this + " has not ended:\n" + Files.readString(out));
      }
      String printed = Files.readString(out);
      var done = DONE.matcher(printed);
      if (process.exitValue() != 0 || !done.find()) {
        throw new AssertionError(this + ":\n" + printed);
      }
      System.out.println(this + ": " + done.group());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process started(Path directory, Path out, Duration time) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzTarget.class.getName(),
                type.getName(),
                method.getName())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAZZER_FUZZ", "1");
    builder.environment().put("JAZZER_MAX_DURATION", time.toSeconds() + "s");
    Process process = builder.start();
    Scratch.endWithThisRun(process);
    return process;
  }

  /** What the JVM of its own does: runs this class's method as JUnit would, and nothing else. */
  static void main(String[] args) throws ClassNotFoundException {
    Class<?> type = Class.forName(args[0]);
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> it.getName().equals(args[1]))
            .findFirst()
            .orElseThrow();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(type, method))
                .build(),
            listener);
    var summary = listener.getSummary();
    summary.getFailures().forEach(it -> it.getException().printStackTrace(System.out));
    System.exit(summary.getFailures().isEmpty() && summary.getTestsSucceededCount() > 0 ? 0 : 1);
  }

  @Override
  public String toString() {
    return type.getSimpleName() + "." + method.getName();
  }
}
