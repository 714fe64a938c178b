package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.registry.Digest;
import hub.registry.browse.RegistryStorage;
import hub.registry.browse.StorageReports;
import hub.registry.browse.StorageReports.HeldOrphans;
import hub.registry.garbage.Audit;
import hub.registry.garbage.GarbageCollection;
import hub.registry.garbage.OrphanScan;
import hub.registry.garbage.Recount;
import hub.registry.garbage.Scrub;
import hub.registry.protocol.People.Person;
import hub.registry.store.BlobStore;
import hub.registry.store.StorageAway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Damage is found and repaired, leftovers are found, and what a namespace stores is exact. */
@RegistryTest
@TestPropertySource(properties = {"hub.registry.garbage.interval=1d", "hub.storage-quota=1000000"})
class StorageCareTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired BlobStore store;
  @Autowired RegistryStorage storage;
  @Autowired Scrub scrub;
  @Autowired OrphanScan scan;
  @Autowired Recount recount;
  @Autowired Audit audit;
  @Autowired GarbageCollection collection;
  @Autowired StorageReports reports;

  private Person ada;
  private RegistryClient client;
  private String repository;

  @BeforeEach
  void aPerson() {
    ada = people.confirmed("ada" + COUNT.incrementAndGet());
    client = ada.client(port);
    repository = ada.name() + "/app";
  }

  @AfterEach
  void theTriggersHaveCountedRight() {
    assertThat(recount.run()).isEmpty();
  }

  private byte[] bytes(String text) {
    return (text + COUNT.get()).getBytes(StandardCharsets.UTF_8);
  }

  private Path file(byte[] content) {
    return store
        .file(
            jdbc.sql("select storage_key from blob where digest = ?")
                .param(Digest.sha256(content).bytes())
                .query(String.class)
                .single())
        .orElseThrow();
  }

  private void verifiedLongAgo() {
    jdbc.sql("update blob set verified_at = verified_at - interval '40 days'").update();
  }

  private RegistryClient.Reply pull(byte[] content) {
    return client.get("/v2/" + repository + "/blobs/" + Digest.sha256(content));
  }

  private String damage(byte[] content) {
    return jdbc.sql("select coalesce(damage, 'none') from blob where digest = ?")
        .param(Digest.sha256(content).bytes())
        .query(String.class)
        .single();
  }

  @Test
  void theScrubFindsAFlippedBitATruncationAndAMissingFileAndNothingElse() throws IOException {
    byte[] good = bytes("good");
    byte[] flipped = bytes("flipped");
    byte[] cut = bytes("cut");
    byte[] missing = bytes("missing");
    client.pushImage(repository, "1", good, flipped, cut, missing);
    byte[] wrong = flipped.clone();
    wrong[3] ^= 1;
    Files.write(file(flipped), wrong);
    Files.write(file(cut), List.of("cu"));
    Files.delete(file(missing));
    verifiedLongAgo();

    scrub.run(Duration.ofMinutes(1));

    assertThat(List.of(damage(good), damage(flipped), damage(cut), damage(missing)))
        .containsExactly("none", "digest", "size", "missing");
    assertThat(pull(good).body()).isEqualTo(good);
    assertThat(pull(flipped).status()).isEqualTo(404);
    assertThat(pull(flipped).error()).isEqualTo("BLOB_UNKNOWN");
    assertThat(pull(flipped).message()).contains("damaged", "push it again");
    assertThat(reports.damaged(50))
        .extracting(StorageReports.DamagedBlob::digest)
        .contains(
            Digest.sha256(flipped).toString(),
            Digest.sha256(cut).toString(),
            Digest.sha256(missing).toString());
  }

  @Test
  void aVolumeThatIsAwayIsNoDamage() throws IOException {
    byte[] layer = bytes("layer");
    byte[] waste = bytes("waste");
    client.pushImage(repository, "1", layer);
    Path volume = file(layer).resolve("../../../..").normalize();
    Path elsewhere = volume.resolveSibling("elsewhere");
    verifiedLongAgo();
    Files.move(volume, elsewhere);

    RegistryClient.Reply pulled = pull(layer);
    assertThat(pulled.status()).isEqualTo(503);
    assertThat(pulled.header("Retry-After")).isEqualTo("10");
    assertThat(pulled.message()).contains("is away");
    assertThat(client.head("/v2/" + repository + "/blobs/" + Digest.sha256(layer)).status())
        .isEqualTo(503);
    String upload = client.post("/v2/" + repository + "/blobs/uploads/").header("Location");
    assertThat(client.put(upload + "?digest=" + Digest.sha256(waste), waste).status())
        .isEqualTo(503);
    assertThatThrownBy(() -> scrub.run(Duration.ofMinutes(1))).isInstanceOf(StorageAway.class);
    assertThatThrownBy(scan::run).isInstanceOf(StorageAway.class);
    assertThatThrownBy(storage::check).isInstanceOf(IOException.class);
    assertThat(damage(layer)).isEqualTo("none");
    assertThat(volume).doesNotExist();

    Files.move(elsewhere, volume);
    assertThat(pull(layer).body()).isEqualTo(layer);
    assertThat(client.put(upload + "?digest=" + Digest.sha256(waste), waste).status())
        .isEqualTo(201);
  }

  @Test
  void whatTheDiskCanNotReadIsDamagedToo() throws IOException {
    byte[] layer = bytes("layer");
    client.pushImage(repository, "1", layer);
    Path file = file(layer);
    Files.delete(file);
    Files.createDirectory(file);
    verifiedLongAgo();

    scrub.run(Duration.ofMinutes(1));

    assertThat(damage(layer)).isEqualTo("digest");
    client.pushBlob(repository, layer);
    assertThat(pull(layer).body()).isEqualTo(layer);
  }

  @Test
  void aPushMendsADamagedBlobForAllWhoUseIt() throws IOException {
    byte[] layer = bytes("layer");
    client.pushImage(repository, "1", layer);
    Path old = file(layer);
    Files.write(old, new byte[layer.length]);
    verifiedLongAgo();
    scrub.run(Duration.ofMinutes(1));
    String blob = "/v2/" + repository + "/blobs/" + Digest.sha256(layer);
    assertThat(client.head(blob).status()).as("so clients send it again").isEqualTo(404);
    assertThat(
            client
                .post(
                    "/v2/"
                        + repository
                        + "2/blobs/uploads/?mount="
                        + Digest.sha256(layer)
                        + "&from="
                        + repository)
                .status())
        .as("nobody takes damage over")
        .isEqualTo(202);

    byte[] manifest = client.get("/v2/" + repository + "/manifests/1").body();
    var again =
        client.put(
            "/v2/" + repository + "/manifests/2", manifest, "Content-Type", RegistryClient.OCI);
    assertThat(again.error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");

    client.pushBlob(repository + "2", layer);

    assertThat(pull(layer).body()).isEqualTo(layer);
    assertThat(file(layer)).isNotEqualTo(old);
    jdbc.sql("update blob_trash set delete_after = now()").update();
    collection.run();
    assertThat(old).doesNotExist();
  }

  @Test
  void bytesThatAreNotThereAreNoticedByWhoAsksForThem() throws IOException {
    byte[] small = bytes("small");
    byte[] large = new byte[100_000 + COUNT.get()];
    byte[] cut = new byte[200_000 + COUNT.get()];
    byte[] asked = bytes("asked");
    client.pushImage(repository, "1", small, large, cut, asked);
    Files.delete(file(small));
    Files.delete(file(large));
    Files.write(file(cut), new byte[7]);
    Files.delete(file(asked));

    for (byte[] content : List.of(small, large, cut)) {
      var reply = pull(content);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("BLOB_UNKNOWN");
      assertThat(reply.message()).contains("damaged", "push it again");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }
    assertThat(client.head("/v2/" + repository + "/blobs/" + Digest.sha256(asked)).status())
        .as("so clients send it again")
        .isEqualTo(404);
    assertThat(List.of(damage(small), damage(large), damage(cut), damage(asked)))
        .containsExactly("missing", "missing", "size", "missing");

    for (byte[] content : List.of(small, large, cut, asked)) {
      client.pushBlob(repository, content);
      assertThat(pull(content).body()).isEqualTo(content);
    }
  }

  @Test
  void anImageWhoseConfigurationIsNotThereAsksForIt() throws IOException {
    byte[] config =
        ("{\"os\":\"linux\",\"n\":" + COUNT.get() + "}").getBytes(StandardCharsets.UTF_8);
    byte[] layer = bytes("layer");
    client.pushBlob(repository, config);
    client.pushBlob(repository, layer);
    byte[] manifest = client.imageOf(repository, new String(config, StandardCharsets.UTF_8), layer);
    Files.delete(file(config));

    for (int i = 0; i < 2; i++) {
      var reply =
          client.put(
              "/v2/" + repository + "/manifests/1", manifest, "Content-Type", RegistryClient.OCI);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    }
    assertThat(damage(config)).isEqualTo("missing");
  }

  @Test
  void bytesThatAreRestoredOpenABlobAgain() throws IOException {
    byte[] layer = bytes("layer");
    client.pushImage(repository, "1", layer);
    Path file = file(layer);
    Files.delete(file);
    verifiedLongAgo();
    scrub.run(Duration.ofMinutes(1));
    assertThat(pull(layer).status()).isEqualTo(404);

    Files.write(file, layer);
    scrub.run(Duration.ofMinutes(1));

    assertThat(pull(layer).body()).isEqualTo(layer);
  }

  @Test
  void theScanFindsWhatNoRowNamesAndLeavesWhatIsYoungOrUsed() throws IOException {
    byte[] layer = bytes("layer");
    byte[] gone = bytes("gone");
    byte[] cut = bytes("cut");
    client.pushImage(repository, "1", layer, gone, cut);
    String upload = client.patch(client.startUpload(repository), bytes("part")).header("Location");
    Path kept = file(layer);
    Path left = Files.writeString(kept.resolveSibling("left"), "left");
    Path young = Files.writeString(kept.resolveSibling("young"), "young");
    Files.delete(file(gone));
    Files.writeString(file(cut), "c");
    try (var files = Files.list(kept.getParent())) {
      for (Path file : files.filter(it -> !it.equals(young)).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(90_000)));
      }
    }

    scan.run();

    assertThat(damage(gone)).isEqualTo("missing");
    assertThat(damage(cut)).isEqualTo("size");
    jdbc.sql("update blob_trash set delete_after = now()").update();
    collection.run();
    assertThat(left).doesNotExist();
    assertThat(young).exists();
    assertThat(pull(layer).body()).isEqualTo(layer);
    assertThat(client.get(upload).status()).isEqualTo(204);
  }

  /** Files that no row names, as an older database leaves them. */
  private List<Path> strangers(int count) throws IOException {
    Path first = store.file("2020/01/01/one").orElseThrow();
    Files.createDirectories(first.getParent());
    var files = new ArrayList<Path>();
    for (int i = 0; i < count; i++) {
      Path file = Files.writeString(first.resolveSibling("stranger" + COUNT.get() + "-" + i), "s");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(90_000)));
      files.add(file);
    }
    return files;
  }

  private void scanAndCollect() throws IOException {
    scan.run();
    jdbc.sql("update blob_trash set delete_after = now()").update();
    collection.run();
  }

  @Test
  void aScanTakesNothingOfAStoreThatTheDatabaseDoesNotKnowUntilSomebodySaysSo() throws IOException {
    byte[] layer = bytes("layer");
    client.pushImage(repository, "1", layer);
    List<Path> strangers = strangers(60);

    scanAndCollect();
    assertThat(strangers).allMatch(Files::exists);
    HeldOrphans held = Objects.requireNonNull(reports.read().held());
    assertThat(held.objects()).isEqualTo(60);
    assertThat(held.bytes()).isEqualTo(60);
    assertThat(held.listed()).isGreaterThan(60);
    assertThat(held.released()).isFalse();

    reports.releaseOrphans();
    assertThat(Objects.requireNonNull(reports.read().held()).released()).isTrue();
    scanAndCollect();
    assertThat(strangers).noneMatch(Files::exists);
    assertThat(pull(layer).body()).isEqualTo(layer);
    assertThat(reports.read().held()).isNull();

    List<Path> others = strangers(60);
    scanAndCollect();
    assertThat(others).as("what was said of the first").allMatch(Files::exists);
    for (Path file : others) {
      Files.delete(file);
    }
    scan.run();
    assertThat(reports.read().held()).as("nothing to decide").isNull();
  }

  @Test
  void aScanTakesWhatACrashLeavesThoughTheStoreIsSmall() throws IOException {
    List<Path> strangers = strangers(20);

    scanAndCollect();

    assertThat(strangers).noneMatch(Files::exists);
    assertThat(reports.read().held()).isNull();
  }

  @Test
  void aScanTakesWhatIsASmallShareOfTheStore() throws IOException {
    List<Path> files = strangers(400);
    jdbc.sql(
            """
            insert into blob_trash (storage_key, size, delete_after)
            select '2020/01/01/stranger' || ? || '-' || n, 1, now() + interval '1 day'
            from generate_series(30, 399) n
            """)
        .param(COUNT.get())
        .update();

    assertThat(scan.run().orphans()).isGreaterThanOrEqualTo(30);

    scanAndCollect();
    assertThat(files).noneMatch(Files::exists);
  }

  @Test
  void theAuditFindsGarbageThatIsNoCandidate() {
    client.pushBlob(repository, bytes("layer"));
    jdbc.sql("update repository_blob set lease_until = now() - interval '1 day'").update();
    jdbc.sql("delete from gc_candidate").update();

    audit.run();
    collection.run();

    assertThat(pull(bytes("layer")).status()).isEqualTo(404);
  }

  private long used() {
    return jdbc.sql("select coalesce(sum(bytes), 0) from namespace_usage where namespace_id = ?")
        .param(ada.id())
        .query(Long.class)
        .single();
  }

  @Test
  void aBlobCountsOnceInANamespaceUntilItsLastLinkEnds() {
    byte[] layer = bytes("layer");
    Digest digest = client.pushBlob(repository, layer);
    client.pushBlob(repository + "2", layer);
    client.post("/v2/" + repository + "3/blobs/uploads/?mount=" + digest + "&from=" + repository);
    assertThat(used()).isEqualTo(layer.length);

    client.delete("/v2/" + repository + "/blobs/" + digest);
    client.delete("/v2/" + repository + "2/blobs/" + digest);
    assertThat(used()).isEqualTo(layer.length);

    client.delete("/v2/" + repository + "3/blobs/" + digest);
    assertThat(used()).isZero();
  }

  @Test
  void thirtyTwoWhoPushAndDeleteAtOnceLeaveTheFiguresExact() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> writers =
          IntStream.range(0, 32)
              .<Callable<Void>>mapToObj(
                  writer ->
                      () -> {
                        for (int i = 0; i < 5; i++) {
                          byte[] shared = bytes("shared" + i % 3);
                          String name = repository + writer % 4;
                          client.pushBlob(name, shared);
                          client.pushBlob(name, bytes("own" + writer + "-" + i + "-"));
                          if (writer % 2 == 0) {
                            var reply =
                                client.delete("/v2/" + name + "/blobs/" + Digest.sha256(shared));
                            assertThat(reply.status()).isIn(202, 404);
                          }
                        }
                        return null;
                      })
              .toList();
      for (Future<Void> writer : executor.invokeAll(writers)) {
        writer.get();
      }
    }
    assertThat(recount.run()).isEmpty();
    assertThat(used()).isPositive();
  }

  @Test
  void aWrongFigureIsFoundAndMended() {
    client.pushBlob(repository, bytes("layer"));
    long right = used();
    jdbc.sql("update namespace_usage set bytes = bytes + 5 where namespace_id = ?")
        .param(ada.id())
        .update();

    assertThat(recount.run()).containsExactly(ada.id());

    assertThat(used()).isEqualTo(right);
  }

  @Test
  void aFullDiskIsToldAndAnUploadGoesOnOnceThereIsRoom() throws IOException {
    byte[] layer = bytes("layer");
    String upload = client.startUpload(repository);
    Path file = store.file(keyOf(upload)).orElseThrow();
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    var refused = client.patch(upload, layer);
    Files.delete(file);
    var finished = client.put(upload + "?digest=" + Digest.sha256(layer), layer);

    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.message()).contains("no room left");
    assertThat(finished.status()).isEqualTo(201);
    assertThat(pull(layer).body()).isEqualTo(layer);
  }

  private String keyOf(String upload) {
    return jdbc.sql("select storage_key from upload where id = ?::uuid")
        .param(upload.substring(upload.lastIndexOf('/') + 1))
        .query(String.class)
        .single();
  }

  @Test
  void whatHasNoRoomIsRefusedWithTheFiguresAndTakesNone() {
    client.pushImage(repository, "1", "{}", new byte[600_000]);

    byte[] more = new byte[600_001];
    String digest = "?digest=" + Digest.sha256(more);
    var early = client.put(client.startUpload(repository) + digest, more);
    String upload = client.patch(client.startUpload(repository), more).header("Location");
    var late = client.put(upload + digest, new byte[0]);

    for (var refused : List.of(early, late)) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.error()).isEqualTo("DENIED");
      assertThat(refused.message())
          .isEqualTo(
              "storage limit reached (600.0 kB of 1.0 MB used, this needs 600.0 kB): delete"
                  + " repositories or images that are no longer needed. What only lost its tag"
                  + " counts for 30 days more");
    }
    assertThat(used()).isEqualTo(600_002);
    assertThat(client.pushBlob(repository + "2", new byte[600_000]))
        .as("what the namespace has needs no room")
        .isEqualTo(Digest.sha256(new byte[600_000]));
  }

  private int brings(String to, int number, int size) {
    byte[] layer = new byte[size];
    layer[0] = (byte) number;
    return client.put(client.startUpload(to) + "?digest=" + Digest.sha256(layer), layer).status();
  }

  @Test
  void whatARefusedPushBroughtHoldsNoRoom() {
    assertThat(brings(repository, 1, 700_000)).isEqualTo(201);
    assertThat(brings(repository + "2", 2, 600_000))
        .as("the other push may be under way")
        .isEqualTo(403);
    assertThat(brings(repository, 2, 600_000)).as("that one is over now").isEqualTo(403);

    assertThat(brings(repository + "3", 3, 400_000)).isEqualTo(201);
    assertThat(used()).isEqualTo(400_000);
  }

  @Test
  void aSmallerImageMayFollowInTheSameRepositoryAndKeepsWhatItShares() {
    Digest shared = client.pushBlob(repository, bytes("shared layer"));
    assertThat(brings(repository, 1, 700_000)).isEqualTo(201);
    assertThat(brings(repository, 2, 600_000)).isEqualTo(403);

    assertThat(client.head("/v2/" + repository + "/blobs/" + shared).status()).isEqualTo(200);
    assertThat(brings(repository, 3, 500_000)).isEqualTo(201);
    assertThat(client.head("/v2/" + repository + "/blobs/" + shared).status()).isEqualTo(200);
    assertThat(used()).isEqualTo(500_000 + bytes("shared layer").length);
  }

  @Test
  void aDeletedImageGivesItsRoomBackToTheNextPush() {
    Digest image = client.pushImage(repository, "1", "{}", new byte[700_000]);
    assertThat(brings(repository, 1, 600_000)).isEqualTo(403);
    assertThat(client.delete("/v2/" + repository + "/manifests/" + image).status()).isEqualTo(202);
    assertThat(brings(repository, 1, 600_000)).isEqualTo(201);
  }

  @Test
  void whatAnImageUsesNeverGoesForRoom() {
    byte[] layer = new byte[700_000];
    client.pushImage(repository, "1", "{}", layer);
    assertThat(brings(repository, 1, 600_000)).isEqualTo(403);
    assertThat(brings(repository + "2", 1, 600_000)).isEqualTo(403);
    assertThat(pull(layer).body()).isEqualTo(layer);
  }

  @Test
  void aCollaboratorDoesNotLearnFromARefusalWhatTheNamespaceStores() {
    byte[] secret = new byte[600_000];
    client.pushBlob(repository, secret);
    byte[] shared = new byte[300_000];
    client.pushBlob(repository + "2", shared);
    Person eve = people.confirmed("eve" + COUNT.get());
    jdbc.sql(
            """
            insert into collaborator (repository_id, account_id)
            select id, ? from repository where namespace_id = ? and name = 'app2'
            """)
        .param(eve.id())
        .param(ada.id())
        .update();
    RegistryClient guest = eve.client(port);

    for (byte[] guessed : List.of(secret, bytes("stored by nobody"))) {
      String digest = "?digest=" + Digest.sha256(guessed);
      byte[] others = new byte[600_000];
      others[0] = 1;
      for (var refused :
          List.of(
              guest.put(guest.startUpload(repository + "2") + digest, others),
              guest.send(
                  "POST",
                  "/v2/" + repository + "2/blobs/uploads/" + digest,
                  BodyPublishers.ofByteArray(others)))) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("900.0 kB of 1.0 MB used, this needs 600.0 kB");
      }
    }
    assertThat(guest.pushBlob(repository + "2", shared))
        .as("what the repository has needs no room")
        .isEqualTo(Digest.sha256(shared));
  }

  @Test
  void aLayerThatDoesNotSayHowLongItIsIsRefusedWhereItIsLargerThanTheLimit() {
    String first = client.startUpload(repository);
    var begun = client.send("PATCH", first, BodyPublishers.ofInputStream(() -> zeros(600_000)));
    var refused = client.send("PATCH", first, BodyPublishers.ofInputStream(() -> zeros(600_000)));
    var atOnce =
        client.send(
            "PUT",
            client.startUpload(repository) + "?digest=" + Digest.sha256(new byte[0]),
            BodyPublishers.ofInputStream(() -> zeros(50_000_000)));

    assertThat(begun.status()).isEqualTo(202);
    for (var reply : List.of(refused, atOnce)) {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.error()).isEqualTo("DENIED");
      assertThat(reply.message()).contains("larger than all of 1.0 MB");
    }
    assertThat(client.get(first).status()).as("it is ended").isEqualTo(404);
  }

  private static InputStream zeros(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }

  @Test
  void ofTwoWhoTakeTheLastRoomAtOnceOneIsRefused() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses =
          executor
              .invokeAll(
                  IntStream.range(0, 8)
                      .<Callable<Integer>>mapToObj(
                          i ->
                              () -> {
                                byte[] content = new byte[300_000];
                                content[0] = (byte) i;
                                String at = client.startUpload(repository + i);
                                return client
                                    .put(at + "?digest=" + Digest.sha256(content), content)
                                    .status();
                              })
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
      assertThat(statuses).filteredOn(it -> it == 201).hasSize(3);
      assertThat(statuses).filteredOn(it -> it == 403).hasSize(5);
    }
    assertThat(used()).isEqualTo(900_000);
  }
}
