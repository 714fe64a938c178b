package hub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTests {

  private static final Scenario PULL =
      new Scenario("pull", false, true, (client, seeds, turn) -> 1);

  @Test
  void eachFigureIsTheMedianOfItsTurns() {
    Report report = new Report();
    for (double seconds : List.of(1.0, 2.0, 50.0)) {
      report.add(PULL, "hub", turn(4, seconds));
    }

    assertThat(report.tables()).contains("| pull | hub | 2.00 | 2.00 | 500 | 2.15 | 1.07 | 25 % |");
  }

  @Test
  void whatARegistryDoesNotServeHasNoFigures() {
    Report report = new Report();
    report.add(PULL, "old", turn(0, 1));

    assertThat(report.tables()).contains("| pull | old | not served |");
  }

  /** So many operations of 2 ms that moved 1 GB together. */
  private static Measurement turn(int operations, double seconds) {
    Histogram micros = new Histogram(3);
    if (operations > 0) {
      micros.recordValueWithCount(2000, operations);
    }
    return new Measurement(
        micros, operations == 0 ? 0 : 1_000_000_000, seconds, 1, 1, 0.25, 0, null);
  }
}
