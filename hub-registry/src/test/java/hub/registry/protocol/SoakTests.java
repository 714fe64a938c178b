package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.garbage.Collector.Collected;
import hub.registry.garbage.GarbageCollection;
import hub.registry.garbage.Recount;
import hub.registry.protocol.People.Person;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * Pushes, mounts, pulls and deletions of the same few blobs by many, while garbage is collected all
 * the time and leases last seconds. What was acknowledged must pull, and no push may fail that goes
 * on within its lease. Twenty seconds of it; {@code -Dhub.soak.minutes=60} makes it an hour, with a
 * round each second.
 */
@Tag("long")
@RegistryTest
@TestPropertySource(
    properties = {
      "hub.registry.garbage.interval=1d",
      "hub.registry.garbage.lease=${hub.soak.lease:6s}",
      "hub.registry.garbage.untagged-retention-days=0",
      "hub.registry.garbage.trash-delay=2s"
    })
class SoakTests {

  private static final int WRITERS = 8;

  /** So many that some are out of use for longer than a lease, and then come again. */
  private static final int LAYERS = 1500;

  /**
   * So long nothing is timed in a long run: the first seconds of a JVM are slow, whatever else it
   * does.
   */
  private static final long WARM_UP = 30_000_000_000L;

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired GarbageCollection collection;
  @Autowired Recount recount;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean warm = new AtomicBoolean();
  private final AtomicBoolean collecting = new AtomicBoolean();
  private final AtomicLong operations = new AtomicLong();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Long> quietPulls = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> pullsDuringCollection = Collections.synchronizedList(new ArrayList<>());

  /** Of each repository, the image that its tag was last acknowledged to be. */
  private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

  private int manifests;
  private int blobs;
  private int rounds;

  @Test
  void nothingThatWasAcknowledgedIsLostAndNoPushFails() throws Exception {
    long seconds = Long.getLong("hub.soak.minutes", 0) * 60;
    long begin = System.nanoTime();
    long end = begin + (seconds == 0 ? 20 : seconds) * 1_000_000_000L;
    Person ada = people.confirmed("soak");
    RegistryClient client = ada.client(port);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(executor.submit(() -> write(client, writer)));
      }
      while (System.nanoTime() < end) {
        warm.set(seconds == 0 || System.nanoTime() - begin > WARM_UP);
        collecting.set(true);
        Collected collected = collection.run();
        collecting.set(false);
        manifests += collected.manifests();
        blobs += collected.blobs();
        rounds++;
        if (seconds > 0) {
          Thread.sleep(1000);
        }
      }
      over.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    acknowledged.forEach((name, manifest) -> pull(client, name, manifest));
    report();
    assertThat(wrong).isEmpty();
    assertThat(recount.run()).isEmpty();
    assertThat(operations.get()).isPositive();
    assertThat(blobs).as("so something was collected that is pushed again").isPositive();
  }

  private void write(RegistryClient client, int writer) {
    var random = new Random(writer);
    String name = "soak/app" + writer;
    String other = "soak/other" + writer;
    while (!over.get()) {
      try {
        push(client, random, name);
        pull(client, name, Objects.requireNonNull(acknowledged.get(name)));
        switch (random.nextInt(4)) {
          case 0 -> delete(client, name);
          case 1 -> mount(client, name, other, random);
          case 2 -> unlink(client, other, random);
          default -> {}
        }
      } catch (RuntimeException | AssertionError e) {
        wrong.add(name + ": " + e);
      }
    }
  }

  /** As Docker does: asks for each layer, sends what is not there, then the manifest. */
  private void push(RegistryClient client, Random random, String name) {
    byte[] config = ("{\"n\":" + random.nextInt(5) + "}").getBytes(StandardCharsets.UTF_8);
    List<byte[]> layers = List.of(layer(random.nextInt(LAYERS)), layer(random.nextInt(LAYERS)));
    ensure(client, name, config);
    layers.forEach(layer -> ensure(client, name, layer));
    String entries =
        String.join(
            ",",
            layers.stream()
                .map(
                    it ->
                        RegistryClient.descriptor(
                            "application/vnd.oci.image.layer.v1.tar", Digest.sha256(it), it.length))
                .toList());
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
            .formatted(
                RegistryClient.OCI,
                RegistryClient.descriptor(
                    "application/vnd.example+json", Digest.sha256(config), config.length),
                entries)
            .getBytes(StandardCharsets.UTF_8);
    var reply =
        client.put(
            "/v2/" + name + "/manifests/latest", manifest, "Content-Type", RegistryClient.OCI);
    count(reply, 201, "push of a manifest to " + name);
    acknowledged.put(name, manifest);
  }

  private void ensure(RegistryClient client, String name, byte[] content) {
    operations.incrementAndGet();
    if (client.head("/v2/" + name + "/blobs/" + Digest.sha256(content)).status() != 200) {
      client.pushBlob(name, content);
    }
  }

  private void pull(RegistryClient client, String name, byte[] manifest) {
    var tag = client.get("/v2/" + name + "/manifests/latest");
    count(tag, 200, "pull of " + name);
    if (!Arrays.equals(tag.body(), manifest)) {
      wrong.add(name + " is another image than was acknowledged");
    }
    var image = tag.json();
    for (var layer : image.path("layers")) {
      String digest = layer.path("digest").asString();
      boolean before = collecting.get();
      long start = System.nanoTime();
      var blob = client.get("/v2/" + name + "/blobs/" + digest);
      long took = System.nanoTime() - start;
      if (warm.get()) {
        (before || collecting.get() ? pullsDuringCollection : quietPulls).add(took);
      }
      count(blob, 200, "pull of " + digest + " of " + name);
      if (!Digest.sha256(blob.body()).toString().equals(digest)) {
        wrong.add(digest + " has other bytes");
      }
    }
  }

  private void delete(RegistryClient client, String name) {
    var reply =
        client.delete(
            "/v2/"
                + name
                + "/manifests/"
                + Digest.sha256(Objects.requireNonNull(acknowledged.get(name))));
    count(reply, 202, "deletion in " + name);
    // and it comes again, so that at the end there is something to look for
    push(client, new Random(operations.get()), name);
  }

  private void mount(RegistryClient client, String name, String other, Random random) {
    Digest digest = Digest.sha256(layer(random.nextInt(LAYERS)));
    var reply = client.post("/v2/" + other + "/blobs/uploads/?mount=" + digest + "&from=" + name);
    operations.incrementAndGet();
    if (reply.status() != 201 && reply.status() != 202) {
      wrong.add("mount: " + reply.status() + " " + reply.text());
    }
    if (reply.status() == 201) {
      count(client.get("/v2/" + other + "/blobs/" + digest), 200, "pull of what was mounted");
    }
  }

  private void unlink(RegistryClient client, String other, Random random) {
    Digest digest = Digest.sha256(layer(random.nextInt(LAYERS)));
    operations.incrementAndGet();
    int status = client.delete("/v2/" + other + "/blobs/" + digest).status();
    if (status != 202 && status != 404) {
      wrong.add("unlink: " + status);
    }
  }

  private void count(RegistryClient.Reply reply, int expected, String what) {
    operations.incrementAndGet();
    if (reply.status() != expected) {
      wrong.add(what + ": " + reply.status() + " " + reply.text());
    }
  }

  private static byte[] layer(int number) {
    byte[] content = new byte[40_000 + number];
    new Random(number).nextBytes(content);
    return content;
  }

  private void report() {
    System.out.printf(
        "soak: %d operations, %d rounds, %d manifests and %d blobs collected, %d wrong;"
            + " pull p50/p99 quiet %.1f/%.1f ms (%d), during collection %.1f/%.1f ms (%d)%n",
        operations.get(),
        rounds,
        manifests,
        blobs,
        wrong.size(),
        quantile(quietPulls, 0.5),
        quantile(quietPulls, 0.99),
        quietPulls.size(),
        quantile(pullsDuringCollection, 0.5),
        quantile(pullsDuringCollection, 0.99),
        pullsDuringCollection.size());
  }

  private static double quantile(List<Long> nanos, double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
