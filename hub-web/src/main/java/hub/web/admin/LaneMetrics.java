package hub.web.admin;

import hub.db.task.Lane;
import hub.db.task.LaneReports;
import hub.db.task.LaneReports.Queue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * The queues of background work for {@code /metrics}. They are of the whole hub, the same on every
 * node, and up to five seconds old.
 */
@Component
class LaneMetrics implements MeterBinder {

  private final LaneReports reports;

  LaneMetrics(LaneReports reports) {
    this.reports = reports;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Lane lane : Lane.values()) {
      gauge(registry, lane, "hub.lane.due.tasks", "Tasks that wait for a place", Queue::due);
      gauge(registry, lane, "hub.lane.running.tasks", "Tasks that a node runs", Queue::running);
      gauge(
          registry,
          lane,
          "hub.lane.failing.tasks",
          "Tasks whose last run failed and that are tried again",
          Queue::failing);
      gauge(
          registry,
          lane,
          "hub.lane.delay.seconds",
          "How long the oldest task that is due has waited",
          queue -> queue.delay().toMillis() / 1000.0);
    }
  }

  private void gauge(
      MeterRegistry registry,
      Lane lane,
      String name,
      String meaning,
      ToDoubleFunction<Queue> value) {
    Gauge.builder(name, reports, it -> value.applyAsDouble(it.recent(lane)))
        .description(meaning)
        .tag("lane", lane.text())
        .register(registry);
  }
}
