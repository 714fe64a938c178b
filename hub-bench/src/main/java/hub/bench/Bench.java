package hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the hub beside its peers: all run at once on one machine, one at a time is under load,
 * and they take turns, so that what else goes on there meets all of them alike.
 */
public final class Bench {

  private final Options options;
  private final List<Registry> registries = new ArrayList<>();
  private final Map<Registry, Load> loads = new LinkedHashMap<>();
  private final Report report = new Report();
  private final StringBuilder floods = new StringBuilder();
  private int nextPort;

  private Bench(Options options) {
    this.options = options;
    this.nextPort = options.port();
  }

  /** Runs it; exits with 2 where the command line is wrong, 1 where a registry does not work. */
  public static void main(String[] arguments) {
    try {
      System.out.println(run(Options.parse(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Measures, and returns the tables.
   *
   * @throws IOException where a registry does not start or does not take what it is given
   */
  static String run(Options options) throws IOException {
    var bench = new Bench(options);
    try {
      bench.startAll();
      bench.plantAll();
      bench.warmUp();
      bench.measureAll();
      String result = bench.result();
      Path out = options.out();
      if (out != null) {
        Files.writeString(out, result);
      }
      return result;
    } finally {
      bench.registries.forEach(Registry::close);
      DiskRoom.deleteAll(options.directory());
    }
  }

  private void startAll() throws IOException {
    boolean writes = chosen(Scenario.all()).stream().anyMatch(Scenario::writes);
    Map<String, Path> versions = new LinkedHashMap<>();
    versions.put("hub", options.jar());
    if (options.beside() != null) {
      versions.put("hub before", options.beside());
    }
    for (String durability : writes ? List.of("durable", "relaxed") : List.of("durable")) {
      for (var version : versions.entrySet()) {
        registries.add(
            Hub.start(
                version.getKey(),
                version.getValue(),
                options.javaOptions(),
                durability,
                port(),
                directory()));
      }
    }
    Optional<Path> distribution =
        switch (options.peer()) {
          case "none" -> Optional.empty();
          case "auto" -> Peer.findDistribution();
          default -> Optional.of(Path.of(options.peer()));
        };
    if (distribution.isPresent()) {
      registries.add(Peer.distribution(distribution.get(), port(), directory()));
    }
    Options.Other other = options.other();
    if (other != null) {
      registries.add(
          Peer.start(
              other.name(),
              other.command(),
              Files.readString(other.config()),
              port(),
              directory()));
    }
  }

  private Path directory() throws IOException {
    return Files.createDirectories(
        options.directory().toAbsolutePath().resolve(String.valueOf(registries.size())));
  }

  private int port() throws IOException {
    return nextPort == 0 ? ServerProcess.freePort() : nextPort++;
  }

  private void plantAll() throws IOException {
    for (Registry registry : registries) {
      try (var client = new RegistryClient(registry.port(), registry.owner())) {
        Seeds seeds = Seeds.plant(client, registry.namespace(), Scenario.SIZES);
        loads.put(registry, new Load(registry, seeds, options.clients(), options.mostBytes()));
      }
    }
  }

  /** Registries are asked after they have worked for a while, as they are in use. */
  private void warmUp() throws IOException {
    for (Registry registry : registries) {
      long end = System.nanoTime() + options.warmUp().toNanos();
      // A turn ends early where it has written as much as it may, so one alone can be too short.
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        turn(Scenario.mixed(), registry, Duration.ofNanos(left));
      }
    }
  }

  private void measureAll() throws IOException {
    for (Scenario scenario : chosen(Scenario.all())) {
      measure(scenario, registries.stream().filter(it -> takes(it, scenario)).toList());
    }
    List<Scenario> crowded = chosen(Scenario.ofACrowd());
    if (!crowded.isEmpty()) {
      // Last, so that all else is measured without it; and of the hub alone, whose tables we know.
      List<Registry> durable =
          registries.stream().filter(it -> it instanceof Hub hub && hub.isDurable()).toList();
      for (Registry hub : durable) {
        Crowd.gather(hub.data());
      }
      for (Scenario scenario : crowded) {
        measure(scenario, durable);
      }
    }
    if (options.flood() > 0) {
      for (Registry registry : registries) {
        flood(registry);
      }
    }
  }

  private void flood(Registry registry) throws IOException {
    DiskRoom.settle();
    Instant before = Instant.now();
    Flood flood = Flood.of(registry, registry.namespace() + "/bench", options.flood());
    DiskRoom.reclaim(registry.data(), before);
    floods.append(flood.table());
  }

  private void measure(Scenario scenario, List<Registry> taking) throws IOException {
    for (Registry registry : taking) {
      turn(scenario, registry, options.each().dividedBy(2));
    }
    for (int round = 0; round < options.rounds(); round++) {
      // who was last is first next time, so that no place in the row is an advantage
      for (Registry registry : round % 2 == 0 ? taking : taking.reversed()) {
        Measurement turn = turn(scenario, registry, options.each());
        report.add(scenario, registry.name(), turn);
        System.err.println(Report.line(scenario, registry.name(), turn));
      }
    }
  }

  private List<Scenario> chosen(List<Scenario> scenarios) {
    return scenarios.stream().filter(it -> options.only().matcher(it.name()).find()).toList();
  }

  /** Whether the disk is asked to keep what it has is no matter to those who only read. */
  private static boolean takes(Registry registry, Scenario scenario) {
    return scenario.writes() || !(registry instanceof Hub hub) || hub.isDurable();
  }

  private Measurement turn(Scenario scenario, Registry registry, Duration duration)
      throws IOException {
    Load load = loads.get(registry);
    if (load == null) {
      throw new IllegalStateException(registry.name() + " was not planted");
    }
    if (!scenario.writes()) {
      return load.run(scenario, duration);
    }
    DiskRoom.settle();
    Instant before = Instant.now();
    Measurement turn = load.run(scenario, duration);
    DiskRoom.reclaim(registry.data(), before);
    return turn;
  }

  private String result() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(Machine.describe())
        .append(
            "; %d clients, medians of %d turns of %d s each.\n\n"
                .formatted(options.clients(), options.rounds(), options.each().toSeconds()))
        .append(report.tables())
        .append(floods)
        .append("\n| registry | peak memory, MB | of its database, the largest process, MB |\n")
        .append("|---|---:|---:|\n");
    for (Registry registry : registries) {
      ProcessCost own = ProcessCost.of(registry.process().pid());
      String database =
          registry
              .database()
              .map(it -> Report.rounded(ProcessCost.ofTree(it).peakKib() / 1024.0))
              .orElse("");
      text.append(
          "| %s | %s | %s |\n"
              .formatted(registry.name(), Report.rounded(own.peakKib() / 1024.0), database));
    }
    return text.toString();
  }
}
