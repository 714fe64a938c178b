package hub.registry.store.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import hub.registry.Digest.Algorithm;
import hub.registry.store.BlobStore;
import hub.registry.store.BlobStoreSpecification;
import hub.registry.store.BlobWriter;
import hub.registry.store.BodyReceiver;
import hub.registry.store.Buffers;
import hub.registry.store.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What S3 must do besides, on every server. */
abstract class S3StoreSpecification extends BlobStoreSpecification {

  private static final int MIB = 1024 * 1024;

  @TempDir Path spool;

  private S3BlobStore store;

  abstract S3Settings settings();

  @BeforeEach
  void connect() throws IOException {
    store = connected(settings());
  }

  private S3BlobStore connected(S3Settings settings) throws IOException {
    return new S3BlobStore(settings, Spool.in(spool));
  }

  @AfterEach
  void disconnect() {
    store.close();
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  @Test
  void letsWhoHasTheAddressFetchAndNobodyElse() throws Exception {
    String key = BlobStore.newKey(UUID.randomUUID());
    byte[] content = content(1000);
    write(key, content);

    URI signed = store.presign(key, Duration.ofMinutes(20)).orElseThrow();
    URI bare = URI.create(signed.toString().replaceFirst("\\?.*", ""));

    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(HttpRequest.newBuilder(signed).build(), BodyHandlers.ofByteArray()))
          .satisfies(
              answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(content);
              });
      assertThat(
              http.send(HttpRequest.newBuilder(bare).build(), BodyHandlers.discarding())
                  .statusCode())
          .isBetween(400, 403);
    }
  }

  @Test
  void refusesAPartThatSomebodyElseHasReplaced() throws IOException {
    String key = BlobStore.newKey(UUID.randomUUID());
    Progress told = append(key, Progress.NOTHING, content(8 * MIB), 0, 8 * MIB);
    Progress mine = append(key, told, content(6 * MIB), 0, 6 * MIB);

    append(key, told, content(7 * MIB), 0, 7 * MIB);

    assertThatIOException().isThrownBy(() -> seal(key, mine));
    assertThat(store.size(key)).isEmpty();
  }

  @Test
  void abandonsWhatNoRowNames() throws IOException {
    String named = BlobStore.newKey(UUID.randomUUID());
    String stale = BlobStore.newKey(UUID.randomUUID());
    Progress going = append(named, Progress.NOTHING, content(6 * MIB), 0, 6 * MIB);
    append(stale, Progress.NOTHING, content(6 * MIB), 0, 6 * MIB);

    assertThat(store.abandonUnfinished(Instant.now().minusSeconds(3600), named::equals)).isZero();
    assertThat(store.abandonUnfinished(Instant.now().plusSeconds(3600), named::equals))
        .isPositive();
    seal(named, going);

    assertThat(store.size(named)).hasValue(6 * MIB);
  }

  @Test
  void sendsAPartAgainWhereTheConnectionBroke() throws IOException {
    String key = BlobStore.newKey(UUID.randomUUID());
    byte[] content = content(9 * MIB);
    try (var road = new RoadThatBreaks(requireNonNull(settings().endpoint()));
        var distant = connected(at(road.entry()));
        var writer = distant.append(key, Progress.NOTHING)) {
      writer.write(content, 0, content.length);
      writer.seal();
      assertThat(road.hasBroken()).isTrue();
    }

    assertThat(read(store.open(key))).isEqualTo(content);
  }

  private S3Settings at(URI endpoint) {
    S3Settings same = settings();
    return new S3Settings(
        endpoint,
        same.region(),
        same.bucket(),
        same.accessKey(),
        same.secretKey(),
        same.pathStyle(),
        same.redirect(),
        same.redirectExcept());
  }

  /** As where the database is away when the last part has come. */
  @Test
  void sealsAgainWhatWasSealedAndNeverBecameABlob() throws IOException {
    String key = BlobStore.newKey(UUID.randomUUID());
    String other = BlobStore.newKey(UUID.randomUUID());
    byte[] content = content(9 * MIB);
    Progress paused = append(key, Progress.NOTHING, content, 0, content.length);
    assertThat(paused.tail()).isNotEmpty();
    seal(key, paused);

    seal(key, paused);
    Progress moved = store.move(key, paused, other);
    seal(other, moved);

    assertThat(read(store.open(key))).isEqualTo(content);
    assertThat(read(store.open(other))).isEqualTo(content);
  }

  @Test
  void letsClientsThatSendSlowlyHoldUpNobody() throws IOException {
    String key = BlobStore.newKey(UUID.randomUUID());
    byte[] content = content(9 * MIB);
    var slow = new ArrayList<BlobWriter>();
    try {
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            for (int i = 0; i < 300; i++) {
              BlobWriter writer =
                  store.append(BlobStore.newKey(UUID.randomUUID()), Progress.NOTHING);
              slow.add(writer);
              writer.write(content, i, 1);
            }
            write(key, content);
          });
    } finally {
      for (BlobWriter writer : slow) {
        writer.close();
      }
    }

    assertThat(read(store.open(key))).isEqualTo(content);
  }

  @Test
  void pausesMoreWritersThanItKeepsTailsInMemory() throws Exception {
    byte[] content = content(1000);
    var pauses = new ArrayList<Future<Progress>>();
    for (int i = 0; i < 40; i++) {
      String key = BlobStore.newKey(UUID.randomUUID());
      var pause = new FutureTask<>(() -> append(key, Progress.NOTHING, content, 0, 1000));
      Thread.ofVirtual().start(pause);
      pauses.add(pause);
    }

    for (Future<Progress> pause : pauses) {
      assertThat(pause.get(1, TimeUnit.MINUTES).tail()).isEqualTo(content);
    }
  }

  @Test
  void takesManyBodiesAtOnceInLittleMemory() throws Exception {
    var buffers = new Buffers<>(4, () -> new byte[BodyReceiver.BUFFER]);
    var receiver = new BodyReceiver(buffers);
    byte[] content = content(2 * BodyReceiver.BUFFER + 1);
    var bodies = new ArrayList<Future<Long>>();
    for (int i = 0; i < 40; i++) {
      var body = new FutureTask<>(() -> take(receiver, content));
      Thread.ofVirtual().start(body);
      bodies.add(body);
    }
    for (Future<Long> body : bodies) {
      assertThat(body.get(2, TimeUnit.MINUTES)).isEqualTo(content.length);
    }
    assertThat(buffers.available()).isEqualTo(4);
  }

  private long take(BodyReceiver receiver, byte[] content) throws IOException {
    String key = BlobStore.newKey(UUID.randomUUID());
    try (BlobWriter writer = store.append(key, Progress.NOTHING)) {
      receiver.receive(comingBitByBit(content), Algorithm.SHA256.newHash(), writer);
      writer.seal();
    }
    return store.size(key).orElse(-1);
  }

  /** Lets all others come first before each bit, as clients that are no faster than they. */
  private static InputStream comingBitByBit(byte[] content) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] bytes, int offset, int count) {
        Thread.yield();
        return super.read(bytes, offset, Math.min(count, 64 * 1024));
      }
    };
  }
}
