package hub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Clients that do one thing for a while, each on a connection and a virtual thread of its own, and
 * each the next as soon as it has an answer.
 */
final class Load {

  private static final long LONGEST_MICROS = Duration.ofMinutes(5).toNanos() / 1000;

  private final Registry registry;
  private final Seeds seeds;
  private final int clients;
  private final long mostBytes;

  /**
   * @param mostBytes what a run writes at most, so that it does not fill the disk
   */
  Load(Registry registry, Seeds seeds, int clients, long mostBytes) {
    this.registry = registry;
    this.seeds = seeds;
    this.clients = clients;
    this.mostBytes = mostBytes;
  }

  /** What one client saw. */
  private static final class Seen {
    final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    long bytes;
    long failures;
    @Nullable String failure;
  }

  /** Runs for so long, and until what has begun then has ended. */
  Measurement run(Scenario scenario, Duration duration) throws IOException {
    String authorization = registry.authorization();
    ProcessHandle self = ProcessHandle.current();
    List<Seen> seen = new ArrayList<>();
    var ready = new CountDownLatch(clients);
    var go = new CountDownLatch(1);
    double busy;
    ProcessCost own;
    ProcessCost server;
    ProcessCost database;
    long started;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Seen>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(
                () -> {
                  try (var client = new RegistryClient(registry.port(), authorization)) {
                    ready.countDown();
                    go.await();
                    return work(scenario, client, System.nanoTime() + duration.toNanos());
                  } finally {
                    ready.countDown();
                  }
                }));
      }
      ready.await();
      busy = ProcessCost.busySeconds();
      own = ProcessCost.of(self.pid());
      database = database();
      server = server();
      started = System.nanoTime();
      go.countDown();
      for (Future<Seen> one : running) {
        seen.add(one.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    double serverCpu = server().cpuSecondsSince(server);
    double databaseCpu = database().cpuSecondsSince(database);
    double ownCpu = ProcessCost.of(self.pid()).cpuSecondsSince(own);
    double others = ProcessCost.busySeconds() - busy - ownCpu - serverCpu - databaseCpu;
    return total(
        seen,
        seconds,
        serverCpu,
        databaseCpu,
        Math.max(0, others / seconds / Runtime.getRuntime().availableProcessors()));
  }

  private Seen work(Scenario scenario, RegistryClient first, long deadline) throws IOException {
    Seen seen = new Seen();
    RegistryClient client = first;
    try {
      for (int turn = 0; System.nanoTime() < deadline; turn++) {
        if (scenario.writes() && seen.bytes >= mostBytes / clients) {
          break;
        }
        long start = System.nanoTime();
        try {
          seen.bytes += scenario.operation().run(client, seeds, turn);
          seen.micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - start) / 1000));
        } catch (IOException e) {
          seen.failures++;
          if (seen.failure == null) {
            seen.failure = e.getMessage();
          }
          client.close();
          client = new RegistryClient(registry.port(), first.authorization());
        }
      }
    } finally {
      client.close();
    }
    return seen;
  }

  private ProcessCost server() {
    ProcessHandle process = registry.process();
    return registry
        .database()
        .map(it -> ProcessCost.ofTree(process, it))
        .orElseGet(() -> ProcessCost.ofTree(process));
  }

  private ProcessCost database() {
    return registry.database().map(ProcessCost::ofTree).orElse(ProcessCost.NOTHING);
  }

  private static Measurement total(
      List<Seen> all, double seconds, double serverCpu, double databaseCpu, double others) {
    Histogram micros = new Histogram(LONGEST_MICROS, 3);
    long bytes = 0;
    long failures = 0;
    String failure = null;
    for (Seen seen : all) {
      micros.add(seen.micros);
      bytes += seen.bytes;
      failures += seen.failures;
      failure = failure == null ? seen.failure : failure;
    }
    return new Measurement(
        micros, bytes, seconds, serverCpu, databaseCpu, others, failures, failure);
  }
}
