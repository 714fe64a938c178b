package hub.registry;

import hubtesting.FuzzTarget;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fuzz target of this module, fuzzed for a while; its seeds alone are a test of their own.
 * {@code -Dhub.fuzz-seconds=3600} is for whoever has an hour a target.
 */
@Tag("fuzz")
class FuzzTargetsTests {

  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("hub.fuzz-seconds", 20));

  @ParameterizedTest(name = "{0}")
  @MethodSource("hubtesting.FuzzTarget#all")
  void holdsAgainstWhateverComes(FuzzTarget target) {
    target.fuzz(TIME);
  }
}
