package hub.web.admin;

import hub.registry.browse.StorageReports;
import hub.registry.browse.StorageReports.Report;
import hub.registry.browse.StorageReports.Run;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The figures of the store for {@code /metrics}. They are of the whole hub, the same on every node,
 * and up to a minute old: a scrape counts nothing.
 */
@Component
class StorageMetrics implements MeterBinder {

  private final StorageReports reports;

  StorageMetrics(StorageReports reports) {
    this.reports = reports;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "hub.storage.blobs", "Blobs stored", Report::blobs);
    gauge(registry, "hub.storage.bytes", "Bytes of blobs, each counted once", Report::bytes);
    gauge(
        registry,
        "hub.storage.verified.blobs",
        "Blobs that the scrub has found good lately",
        Report::verified);
    gauge(
        registry,
        "hub.storage.quarantined.blobs",
        "Blobs in quarantine, as their bytes are damaged",
        Report::quarantined);
    gauge(registry, "hub.garbage.candidates", "What may be garbage one day", Report::candidates);
    gauge(registry, "hub.garbage.trash.objects", "Objects to delete", Report::trashObjects);
    gauge(registry, "hub.garbage.trash.bytes", "Bytes of those", Report::trashBytes);
    gauge(
        registry,
        "hub.garbage.collection.age.seconds",
        "Seconds since a collection ended",
        report -> age(report.run("collection")));
    counter(registry, "hub.garbage.collected.blobs", "Blobs collected", "collection", false);
    counter(registry, "hub.garbage.collected.bytes", "Bytes of those", "collection", true);
    counter(registry, "hub.garbage.collected.manifests", "Manifests collected", "manifests", false);
    counter(registry, "hub.garbage.deleted.objects", "Objects deleted", "trash", false);
    counter(registry, "hub.garbage.deleted.bytes", "Bytes of those", "trash", true);
    counter(registry, "hub.scrub.blobs", "Blobs read again", "scrub", false);
    counter(registry, "hub.scrub.bytes", "Bytes of those", "scrub", true);
    counter(registry, "hub.scrub.damaged", "Blobs found damaged", "damage", false);
    counter(registry, "hub.storage.orphans", "Objects found without a row", "orphans", false);
    gauge(
        registry,
        "hub.storage.held.orphans",
        "Objects without a row, too many to be deleted before somebody has looked",
        StorageMetrics::held);
    counter(
        registry,
        "hub.storage.usage.differences",
        "Namespaces whose use was counted wrong; should stay 0",
        "recount",
        false);
  }

  private void gauge(
      MeterRegistry registry, String name, String meaning, ToDoubleFunction<Report> value) {
    Gauge.builder(name, reports, it -> value.applyAsDouble(it.recent()))
        .description(meaning)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String meaning, String work, boolean bytes) {
    FunctionCounter.builder(name, reports, it -> total(it.recent().run(work), bytes))
        .description(meaning)
        .register(registry);
  }

  private static double total(@Nullable Run run, boolean bytes) {
    return run == null ? 0 : bytes ? run.totalBytes() : run.totalItems();
  }

  private static double held(Report report) {
    StorageReports.HeldOrphans held = report.held();
    return held == null ? 0 : held.objects();
  }

  private static double age(@Nullable Run run) {
    return run == null
        ? Double.NaN
        : (System.currentTimeMillis() - run.finishedAt().toEpochMilli()) / 1000.0;
  }
}
