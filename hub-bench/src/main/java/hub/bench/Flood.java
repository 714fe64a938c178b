package hub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many large uploads and downloads at once: whether they all end well, and what memory that takes.
 *
 * @param registry its name
 * @param each the size of one, in bytes
 * @param seconds how long all of them took
 * @param cpuSeconds what the registry used for them, its database's among it
 * @param residentKib the memory of its own process, four times a second
 */
record Flood(
    String registry, long each, double seconds, double cpuSeconds, List<Long> residentKib) {

  /** So many come, and so many go. */
  static final int EACH_WAY = 64;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /**
   * Pushes one blob that all downloads then are of, and begins all at once.
   *
   * @param size of each, in bytes; the registry's disk needs room for 65 of them
   * @throws IOException where one does not end as it should
   */
  static Flood of(Registry registry, String repository, int size) throws IOException {
    String authorization = registry.authorization();
    Payload common = Payload.fresh(size);
    try (var client = new RegistryClient(registry.port(), authorization)) {
      client.pushInOnePut(repository, common);
    }
    String download = "/v2/" + repository + "/blobs/" + common.digest();
    ProcessHandle process = registry.process();
    ProcessCost before = ProcessCost.ofTree(process);
    List<Long> resident = new CopyOnWriteArrayList<>();
    long started = System.nanoTime();
    // Not virtual ones: a download that never waits would keep others from the processor, and their
    // uploads would look like those of clients that hang.
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < EACH_WAY; i++) {
        all.add(
            transfer(
                registry, authorization, it -> it.pushInOnePut(repository, Payload.fresh(size))));
        all.add(transfer(registry, authorization, it -> it.get(download)));
      }
      List<Future<Void>> running = all.stream().map(threads::submit).toList();
      while (running.stream().anyMatch(it -> !it.isDone())) {
        resident.add(ProcessCost.residentKib(process.pid()));
        Thread.sleep(BETWEEN_LOOKS);
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return new Flood(
        registry.name(),
        size,
        (System.nanoTime() - started) / 1e9,
        ProcessCost.ofTree(process).cpuSecondsSince(before),
        List.copyOf(resident));
  }

  private interface Transfer {
    void run(RegistryClient client) throws IOException;
  }

  private static Callable<Void> transfer(
      Registry registry, String authorization, Transfer transfer) {
    return () -> {
      try (var client = new RegistryClient(registry.port(), authorization)) {
        transfer.run(client);
        return null;
      }
    };
  }

  /** The table's head and this as its row. */
  String table() {
    double bytes = 2.0 * EACH_WAY * each;
    StringBuilder row = new StringBuilder();
    row.append("\n| what | registry | MB/s | CPU s/GiB | resident MB at first |");
    row.append(" after a third | after two | at last | the most |\n");
    row.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    row.append(
        String.format(
            Locale.ROOT,
            "| %d uploads and %d downloads of %s MB | %s | %s | %s |",
            EACH_WAY,
            EACH_WAY,
            Report.rounded(each / 1e6),
            registry,
            Report.rounded(bytes / 1e6 / seconds),
            Report.rounded(cpuSeconds / (bytes / (1L << 30)))));
    int last = residentKib.size() - 1;
    for (int third = 0; third <= 3; third++) {
      row.append(' ').append(megabytes(residentKib.get(last * third / 3))).append(" |");
    }
    long most = residentKib.stream().mapToLong(Long::longValue).max().orElse(0);
    return row.append(' ').append(megabytes(most)).append(" |\n").toString();
  }

  private static String megabytes(long kib) {
    return Report.rounded(kib * 1024 / 1e6);
  }
}
