package hub.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All measurements, and the tables of Markdown that they make. Each figure is a median of turns.
 */
final class Report {

  private final Map<Scenario, Map<String, List<Measurement>>> turns = new LinkedHashMap<>();

  void add(Scenario scenario, String registry, Measurement measurement) {
    turns
        .computeIfAbsent(scenario, it -> new LinkedHashMap<>())
        .computeIfAbsent(registry, it -> new ArrayList<>())
        .add(measurement);
  }

  /** What moves bytes, and what only asks. */
  String tables() {
    StringBuilder text = new StringBuilder();
    text.append("| what | registry | p50 ms | p99 ms | MB/s | CPU s/GiB | of it database |");
    text.append(" others busy |\n|---|---|---:|---:|---:|---:|---:|---:|\n");
    rows(text, true);
    text.append("\n| what | registry | p50 ms | p99 ms | requests/s | CPU ms/request |");
    text.append(" of it database | others busy |\n|---|---|---:|---:|---:|---:|---:|---:|\n");
    rows(text, false);
    return text.toString();
  }

  /** One turn, in a line for whoever waits. */
  static String line(Scenario scenario, String registry, Measurement turn) {
    return String.format(
        Locale.ROOT,
        "%-26s %-22s %7d ok %4d failed  p50 %8.2f ms  p99 %8.2f ms  %8.1f MB/s  others %3.0f %%%s",
        scenario.name(),
        registry,
        turn.micros().getTotalCount(),
        turn.failures(),
        turn.millisAt(50),
        turn.millisAt(99),
        turn.megabytesPerSecond(),
        turn.othersShare() * 100,
        turn.failure() == null ? "" : "  " + turn.failure());
  }

  private void rows(StringBuilder text, boolean moves) {
    turns.forEach(
        (scenario, byRegistry) -> {
          if (scenario.moves() == moves) {
            byRegistry.forEach((name, all) -> text.append(row(scenario, name, all)));
          }
        });
  }

  private static String row(Scenario scenario, String registry, List<Measurement> all) {
    String begin = "| " + scenario.name() + " | " + registry + " | ";
    if (all.stream().anyMatch(it -> it.micros().getTotalCount() == 0)) {
      return begin + "not served | | | | | |\n";
    }
    List<String> cells = new ArrayList<>();
    cells.add(number(all, it -> it.millisAt(50)));
    cells.add(number(all, it -> it.millisAt(99)));
    if (scenario.moves()) {
      cells.add(number(all, Measurement::megabytesPerSecond));
      cells.add(number(all, Measurement::cpuPerGib));
      cells.add(number(all, it -> it.cpuPerGib() * it.databaseCpu() / cpu(it)));
    } else {
      cells.add(number(all, Measurement::operationsPerSecond));
      cells.add(number(all, it -> it.cpuMillisPerOperation(cpu(it))));
      cells.add(number(all, it -> it.cpuMillisPerOperation(it.databaseCpu())));
    }
    cells.add(Math.round(median(all, Measurement::othersShare) * 100) + " %");
    long failures = all.stream().mapToLong(Measurement::failures).sum();
    return begin
        + String.join(" | ", cells)
        + (failures == 0 ? "" : " (" + failures + " failed)")
        + " |\n";
  }

  private static double cpu(Measurement turn) {
    return Math.max(1e-9, turn.serverCpu() + turn.databaseCpu());
  }

  private static String number(List<Measurement> all, ToDoubleFunction<Measurement> figure) {
    return rounded(median(all, figure));
  }

  static double median(List<Measurement> all, ToDoubleFunction<Measurement> figure) {
    List<Double> sorted =
        all.stream().mapToDouble(figure).boxed().sorted(Comparator.naturalOrder()).toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** With three digits that say something, and no more than people read. */
  static String rounded(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
