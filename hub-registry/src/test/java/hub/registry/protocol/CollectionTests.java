package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.garbage.Collector;
import hub.registry.garbage.GarbageCollection;
import hub.registry.protocol.People.Person;
import hub.registry.store.BlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What collection takes and what it leaves. Time passes by moving what the rows say. */
@RegistryTest
@TestPropertySource(properties = "hub.registry.garbage.interval=1d")
class CollectionTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired GarbageCollection collection;
  @Autowired Collector collector;
  @Autowired BlobStore store;

  private RegistryClient client;
  private String repository;

  @BeforeEach
  void aPerson() {
    Person ada = people.confirmed("ada" + COUNT.incrementAndGet());
    client = ada.client(port);
    repository = ada.name() + "/app";
  }

  private byte[] bytes(String text) {
    return (text + COUNT.get()).getBytes(StandardCharsets.UTF_8);
  }

  /** Makes all that has happened happen so much earlier. */
  private void pass(String time) {
    for (String sql :
        List.of(
            "update repository_blob set lease_until = lease_until - ?::interval",
            "update gc_candidate set free_at = free_at - ?::interval",
            "update blob_trash set delete_after = delete_after - ?::interval")) {
      jdbc.sql(sql).param(time).update();
    }
  }

  private int blob(String name, Digest digest) {
    return client.head("/v2/" + name + "/blobs/" + digest).status();
  }

  private int manifest(Digest digest) {
    return client.head("/v2/" + repository + "/manifests/" + digest).status();
  }

  private boolean isStored(byte[] content) {
    return jdbc.sql("select exists (select from blob where digest = ?)")
        .param(Digest.sha256(content).bytes())
        .query(Boolean.class)
        .single();
  }

  private String key(Digest digest) {
    return jdbc.sql("select storage_key from blob where digest = ?")
        .param(digest.bytes())
        .query(String.class)
        .single();
  }

  @Test
  void aBlobThatNoManifestNamesStaysForItsLeaseAndNoLonger() throws IOException {
    Digest digest = client.pushBlob(repository, bytes("layer"));
    String key = key(digest);

    pass("23 hours");
    collection.run();
    assertThat(store.size(key)).isNotEmpty();

    pass("2 hours");
    collection.run();
    assertThat(blob(repository, digest)).isEqualTo(404);
    assertThat(store.size(key)).as("downloads under way go on").isNotEmpty();

    pass("31 minutes");
    collection.run();
    assertThat(store.size(key)).isEmpty();
  }

  @Test
  void askingForABlobKeepsItForAnotherDay() {
    Digest digest = client.pushBlob(repository, bytes("layer"));
    pass("23 hours");

    assertThat(blob(repository, digest)).isEqualTo(200);
    pass("23 hours");
    collection.run();

    assertThat(blob(repository, digest)).isEqualTo(200);
  }

  /** Most clients ask without a token first, and push on what they were told. */
  @Test
  void askingWithoutATokenKeepsItToo() {
    byte[] layer = bytes("layer");
    Digest image = client.pushImage(repository, "1", layer);
    String blob = "/v2/" + repository + "/blobs/" + Digest.sha256(layer);
    pass("25 hours");

    assertThat(RegistryClient.anonymous(port).head(blob).status()).isEqualTo(200);
    client.delete("/v2/" + repository + "/manifests/" + image);
    collection.run();

    assertThat(client.get(blob).status()).isEqualTo(200);
  }

  @Test
  void anExpiredLeaseIsRenewedAsLongAsTheBlobIsThere() {
    Digest digest = client.pushBlob(repository, bytes("layer"));
    pass("25 hours");

    assertThat(blob(repository, digest)).isEqualTo(200);
    collection.run();

    assertThat(blob(repository, digest)).isEqualTo(200);
  }

  @Test
  void anImageStaysAndItsBlobsGoWithIt() {
    byte[] layer = bytes("layer");
    Digest image = client.pushImage(repository, "1", layer);
    pass("400 days");
    collection.run();
    assertThat(blob(repository, Digest.sha256(layer))).isEqualTo(200);

    client.delete("/v2/" + repository + "/manifests/" + image);
    pass("25 hours");
    collection.run();

    assertThat(blob(repository, Digest.sha256(layer))).isEqualTo(404);
    assertThat(isStored(layer)).isFalse();
  }

  @Test
  void aBlobThatAnotherRepositoryUsesStaysThere() {
    byte[] layer = bytes("layer");
    Digest digest = client.pushBlob(repository, layer);
    client.pushImage(repository + "2", "1", layer);
    pass("25 hours");

    collection.run();

    assertThat(blob(repository, digest)).isEqualTo(404);
    assertThat(blob(repository + "2", digest)).isEqualTo(200);
  }

  @Test
  void aTagThatMovesLeavesItsImageForThirtyDays() {
    Digest old = client.pushImage(repository, "latest", bytes("old"));
    pass("100 days");
    client.pushImage(repository, "latest", bytes("new"));

    pass("29 days");
    collection.run();
    assertThat(client.get("/v2/" + repository + "/manifests/" + old).status()).isEqualTo(200);

    pass("2 days");
    collection.run();
    assertThat(client.get("/v2/" + repository + "/manifests/" + old).status()).isEqualTo(404);
    assertThat(client.get("/v2/" + repository + "/manifests/latest").status()).isEqualTo(200);
    assertThat(blob(repository, Digest.sha256(bytes("old")))).isEqualTo(404);
  }

  @Test
  void theThirtyDaysBeginAnewWhereATagCameBackInBetween() {
    Digest image = client.pushImage(repository, "1", bytes("layer"));
    client.delete("/v2/" + repository + "/manifests/1");
    pass("20 days");
    client.pushImage(repository, "1", bytes("layer"));
    client.delete("/v2/" + repository + "/manifests/1");
    pass("20 days");

    collection.run();

    assertThat(client.get("/v2/" + repository + "/manifests/" + image).status()).isEqualTo(200);
  }

  @Test
  void aManifestThatAPushAsksForIsKeptForThatPush() {
    Digest image = client.pushImage(repository, "1", bytes("layer"));
    client.delete("/v2/" + repository + "/manifests/1");
    pass("31 days");

    assertThat(manifest(image)).isEqualTo(200);
    collection.run();

    assertThat(manifest(image)).isEqualTo(200);
  }

  @Test
  void anImageThatAPushAsksForOrSendsAgainStaysThoughItsOldIndexGoes() {
    for (boolean sent : new boolean[] {true, false}) {
      byte[] image = client.imageOf(repository, "{}", bytes("layer" + sent));
      Digest child = pushByDigest(image);
      Digest old = pushIndex("1", child);
      pass("100 days");
      collection.run();
      client.delete("/v2/" + repository + "/manifests/1");
      pass("31 days");

      if (sent) {
        pushByDigest(image);
      } else {
        assertThat(manifest(child)).isEqualTo(200);
      }
      collection.run();

      assertThat(client.get("/v2/" + repository + "/manifests/" + old).status()).isEqualTo(404);
      assertThat(client.get("/v2/" + repository + "/manifests/" + child).body()).isEqualTo(image);
    }
  }

  @Test
  void theImagesOfAnIndexAndItsSignaturesStayWithItAndGoWithIt() {
    Digest child = pushByDigest(client.imageOf(repository, "{}", bytes("layer")));
    Digest index = pushIndex("1", child);
    Digest signature = pushSignature(index);
    pass("100 days");
    collection.run();
    assertThat(List.of(manifest(child), manifest(index), manifest(signature))).containsOnly(200);

    client.delete("/v2/" + repository + "/manifests/1");
    pass("31 days");
    collection.run();

    for (Digest digest : List.of(child, index, signature)) {
      assertThat(manifest(digest)).isEqualTo(404);
    }
    pass("1 day");
    collection.run();
    assertThat(isStored(bytes("layer"))).isFalse();
    assertThat(isStored(bytes("signature"))).isFalse();
  }

  @Test
  void aDeletedRepositoryLeavesNoBlobs() {
    client.pushImage(repository, "1", bytes("layer"));
    long id = jdbc.sql("select max(id) from repository").query(Long.class).single();
    jdbc.sql("delete from tag where repository_id = ?").param(id).update();
    jdbc.sql("delete from manifest where repository_id = ?").param(id).update();
    jdbc.sql("delete from repository_blob where repository_id = ?").param(id).update();
    jdbc.sql("delete from repository where id = ?").param(id).update();

    collection.run();

    assertThat(isStored(bytes("layer"))).isFalse();
    pass("100 days");
    collection.run();
    assertThat(
            jdbc.sql("select count(*) from gc_candidate where repository_id = ?")
                .param(id)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aBlobThatIsPushedAgainWhileItsOldBytesWaitForDeletionKeepsItsNewOnes() throws IOException {
    byte[] layer = bytes("layer");
    Digest digest = client.pushBlob(repository, layer);
    String old = key(digest);
    pass("25 hours");
    collection.run();

    client.pushImage(repository, "1", layer);
    pass("25 hours");
    collection.run();

    assertThat(store.size(old)).isEmpty();
    assertThat(client.get("/v2/" + repository + "/blobs/" + digest).body()).isEqualTo(layer);
  }

  /** Tells how fast: the bar is a thousand blobs a second, on a machine with nothing else to do. */
  @Test
  void manyBlobsGoInOneRoundRowsAndBytes() throws IOException {
    int count = 20_000;
    client.pushBlob(repository, bytes("layer"));
    Path first = store.file("many/1").orElseThrow();
    Files.createDirectories(first.getParent());
    for (int i = 1; i <= count; i++) {
      Files.write(first.resolveSibling(Integer.toString(i)), new byte[] {1});
    }
    jdbc.sql(
            """
            insert into blob (digest, size, storage_key)
            select '\\x01'::bytea || sha256(n::text::bytea), 1, 'many/' || n
            from generate_series(1, ?) n
            """)
        .param(count)
        .update();
    jdbc.sql(
            """
            insert into repository_blob (repository_id, digest, lease_until)
            select (select min(id) from repository), digest, now() - interval '1 minute'
            from blob where storage_key like 'many/%'
            """)
        .update();

    long start = System.nanoTime();
    collector.collect();
    long rows = System.nanoTime();
    jdbc.sql("update blob_trash set delete_after = now()").update();
    long due = System.nanoTime();
    collection.run();
    long bytes = System.nanoTime();

    System.out.printf(
        "collection: links and rows of %d blobs in %.1f s, %.0f/s; their files in %.1f s, %.0f/s%n",
        count,
        (rows - start) / 1e9,
        count * 1e9 / (rows - start),
        (bytes - due) / 1e9,
        count * 1e9 / (bytes - due));
    assertThat(
            jdbc.sql("select count(*) from blob where storage_key like 'many/%'")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            jdbc.sql("select count(*) from gc_candidate where kind = 'blob'")
                .query(Long.class)
                .single())
        .isZero();
    try (var left = Files.list(first.getParent())) {
      assertThat(left).isEmpty();
    }
  }

  /** Of more than one batch: those that come with it go all the same, and so do the next. */
  @Test
  void whatCanNotGoKeepsNoOthers() {
    jdbc.sql(
            """
            insert into blob (digest, size, storage_key)
            select '\\x01'::bytea || sha256(('some' || n)::bytea), 1, 'some/' || n
            from generate_series(1, 250) n
            """)
        .update();
    jdbc.sql(
            """
            insert into gc_candidate (kind, digest, free_at)
            select 'blob', digest, now() - interval '1 minute' from blob
            where storage_key like 'some/%'
            """)
        .update();
    jdbc.sql(
            """
            create function refuse() returns trigger language plpgsql as $$
            begin raise 'this one stays' using errcode = 'integrity_constraint_violation'; end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger refused before delete on blob for each row
            when (old.storage_key = 'some/7') execute function refuse()
            """)
        .update();

    try {
      collector.collect();
    } finally {
      jdbc.sql("drop function refuse() cascade").update();
    }

    assertThat(
            jdbc.sql("select storage_key from blob where storage_key like 'some/%'")
                .query(String.class)
                .list())
        .containsExactly("some/7");
    assertThat(
            jdbc.sql(
                    """
                    select retry_at > now() + interval '50 minutes' from gc_candidate
                    where digest = (select digest from blob where storage_key = 'some/7')
                    """)
                .query(Boolean.class)
                .list())
        .containsExactly(true);

    jdbc.sql("update gc_candidate set retry_at = null").update();
    collector.collect();
    assertThat(
            jdbc.sql("select count(*) from blob where storage_key like 'some/%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  private Digest pushByDigest(byte[] manifest) {
    return push(Digest.sha256(manifest).toString(), RegistryClient.OCI, manifest);
  }

  private Digest push(String reference, String type, byte[] manifest) {
    var reply =
        client.put("/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", type);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return Digest.sha256(manifest);
  }

  private Digest pushIndex(String tag, Digest child) {
    int size = client.get("/v2/" + repository + "/manifests/" + child).body().length;
    return push(
        tag,
        RegistryClient.OCI_INDEX,
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}"""
            .formatted(
                RegistryClient.OCI_INDEX,
                RegistryClient.descriptor(RegistryClient.OCI, child, size))
            .getBytes(StandardCharsets.UTF_8));
  }

  private Digest pushSignature(Digest subject) {
    byte[] config = bytes("signature");
    client.pushBlob(repository, config);
    return pushByDigest(
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[],"subject":%s}"""
            .formatted(
                RegistryClient.OCI,
                RegistryClient.descriptor(
                    "application/vnd.example+json", Digest.sha256(config), config.length),
                RegistryClient.descriptor(RegistryClient.OCI_INDEX, subject, 2))
            .getBytes(StandardCharsets.UTF_8));
  }
}
