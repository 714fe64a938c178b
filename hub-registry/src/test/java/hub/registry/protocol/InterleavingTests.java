package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.TagName;
import hub.registry.garbage.Collector;
import hub.registry.manifest.ManifestDeletion;
import hub.registry.manifest.PullCounts;
import hub.registry.manifest.StoredManifest;
import hub.registry.protocol.People.Person;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permissions;
import hub.repositories.life.Repositories;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The collector and writers in every order that matters, on a real PostgreSQL. One side stands
 * still in the middle of its transaction while the other one acts.
 */
@RegistryTest
@TestPropertySource(properties = "hub.registry.garbage.interval=1d")
class InterleavingTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Collector collector;
  @Autowired Repositories repositories;
  @Autowired PullCounts pulls;
  @Autowired ManifestDeletion deletion;
  @Autowired Permissions permissions;

  private Person ada;
  private RegistryClient client;
  private String repository;
  private byte[] layer;
  private Digest digest;
  private byte[] manifest;

  @BeforeEach
  void aPushWhoseLeaseIsOver() {
    ada = people.confirmed("ada" + COUNT.incrementAndGet());
    client = ada.client(port);
    repository = ada.name() + "/app";
    layer = ("layer" + COUNT.get()).getBytes(StandardCharsets.UTF_8);
    digest = Digest.sha256(layer);
    manifest = pushContent();
    leasesEnd();
  }

  /** Pushes the layer and the configuration, and makes the manifest of both. */
  private byte[] pushContent() {
    return client.imageOf(repository, "{\"os\":\"" + COUNT.get() + "\"}", layer);
  }

  private void leasesEnd() {
    jdbc.sql("update repository_blob set lease_until = now() - interval '1 minute'").update();
    jdbc.sql("update gc_candidate set free_at = now() - interval '1 minute' where kind = 'link'")
        .update();
  }

  private RegistryClient.Reply pushManifest() {
    return client.put(
        "/v2/" + repository + "/manifests/1", manifest, "Content-Type", RegistryClient.OCI);
  }

  private int blob(String name) {
    return client.head("/v2/" + name + "/blobs/" + digest).status();
  }

  private long repositoryId() {
    return jdbc.sql("select repository_id from repository_blob where digest = ?")
        .param(digest.bytes())
        .query(Long.class)
        .single();
  }

  /** Runs one side, and lets it come to the lock that the collector holds before that commits. */
  private <T> T whileCollected(Supplier<T> writer) {
    return transaction
        .execute(
            status -> {
              assertThat(collector.collect().isNothing()).isFalse();
              CompletableFuture<T> answer = CompletableFuture.supplyAsync(writer);
              awaitALockOrAnAnswer(answer);
              return answer;
            })
        .join();
  }

  /** Called in the transaction that the other side may come to wait for. */
  private void awaitALockOrAnAnswer(CompletableFuture<?> answer) {
    while (!answer.isDone() && !isWaitedFor()) {
      Thread.onSpinWait();
    }
  }

  /**
   * The server is shared: locks of other databases, and of other transactions, count for nothing.
   */
  private boolean isWaitedFor() {
    return jdbc.sql(
            """
            select exists (select from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock'
                             and pg_backend_pid() = any(pg_blocking_pids(pid)))
            """)
        .query(Boolean.class)
        .single();
  }

  @Test
  void whereTheWriterIsFirstTheCollectorPassesBy() {
    transaction.executeWithoutResult(
        status -> {
          // a reference that is not committed yet, as a push adds it
          jdbc.sql(
                  """
                  select 1 from repository_blob where repository_id = ? for key share
                  """)
              .param(repositoryId())
              .query(Integer.class)
              .list();
          CompletableFuture.runAsync(collector::collect).join();
        });

    assertThat(pushManifest().status()).isEqualTo(201);
    collector.collect();
    assertThat(client.get("/v2/" + repository + "/blobs/" + digest).body()).isEqualTo(layer);
  }

  @Test
  void whereTheCollectorIsFirstAPushIsToldThatTheLayerIsMissing() {
    var reply = whileCollected(this::pushManifest);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(blob(repository)).isEqualTo(404);
  }

  @Test
  void aSharedBlobLosesOnlyTheLinkThatNobodyUses() {
    client.pushBlob(repository + "2", layer);
    jdbc.sql(
            """
            update repository_blob set lease_until = now() - interval '1 minute'
            where repository_id = (select min(repository_id) from repository_blob where digest = ?)
            """)
        .param(digest.bytes())
        .update();

    collector.collect();

    assertThat(blob(repository)).isEqualTo(404);
    assertThat(blob(repository + "2")).isEqualTo(200);
  }

  @Test
  void aLeaseThatIsRenewedInTimeKeepsTheBlob() {
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql(
                  "update repository_blob set lease_until = now() + interval '1 day' where digest ="
                      + " ?")
              .param(digest.bytes())
              .update();
          CompletableFuture.runAsync(collector::collect).join();
        });
    collector.collect();

    assertThat(blob(repository)).isEqualTo(200);
  }

  @Test
  void whoAsksWhileTheBlobGoesIsNeverToldThatItIsThere() {
    assertThat(whileCollected(() -> blob(repository))).isEqualTo(404);
  }

  @Test
  void aMountOfABlobThatGoesAsksForTheBytes() {
    int status =
        whileCollected(
            () ->
                client
                    .post(
                        "/v2/"
                            + repository
                            + "2/blobs/uploads/?mount="
                            + digest
                            + "&from="
                            + repository)
                    .status());

    assertThat(status).isEqualTo(202);
  }

  @Test
  void aPushOfABlobThatGoesBringsItsOwnBytes() {
    whileCollected(this::pushContent);

    assertThat(client.get("/v2/" + repository + "/blobs/" + digest).body()).isEqualTo(layer);
    assertThat(pushManifest().status()).isEqualTo(201);
    collector.collect();
    assertThat(blob(repository)).isEqualTo(200);
  }

  @Test
  void whoAsksForAnUntaggedManifestThatGoesIsNeverToldThatItIsThere() {
    pushManifest();
    client.delete("/v2/" + repository + "/manifests/1");
    jdbc.sql("update gc_candidate set free_at = now() - interval '31 days'").update();
    Digest image = Digest.sha256(manifest);

    int status =
        whileCollected(() -> client.head("/v2/" + repository + "/manifests/" + image).status());

    assertThat(status).isEqualTo(404);
  }

  @Test
  void whoAsksWhileAnotherRenewsTheLeaseIsToldThatTheBlobIsThere() {
    int status =
        transaction
            .execute(
                it -> {
                  jdbc.sql(
                          "update repository_blob set lease_until = now() + interval '1 day'"
                              + " where digest = ?")
                      .param(digest.bytes())
                      .update();
                  var answer = CompletableFuture.supplyAsync(() -> blob(repository));
                  awaitALockOrAnAnswer(answer);
                  return answer;
                })
            .join();

    assertThat(status).isEqualTo(200);
  }

  /**
   * Runs one side while the repository is being deleted. That one begins when the repository is
   * locked, which the deletion does first, and comes to that lock before the deletion goes on.
   */
  private <T> T whileDeleted(Supplier<T> writer) {
    pushManifest();
    long id = repositoryId();
    return transaction
        .execute(
            it -> {
              jdbc.sql("set local deadlock_timeout = '10ms'").update();
              jdbc.sql("select 1 from repository where id = ? for update")
                  .param(id)
                  .query(Integer.class)
                  .single();
              var answer = CompletableFuture.supplyAsync(writer);
              awaitALockOrAnAnswer(answer);
              repositories.delete(ada.caller(), new RepositoryName(ada.name(), "app"), "app");
              return answer;
            })
        .join();
  }

  @Test
  void whoBeginsAnUploadWhileTheRepositoryGoesIsToldSo() {
    var reply = whileDeleted(() -> client.post("/v2/" + repository + "/blobs/uploads/"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void whoEndsAnUploadWhileTheRepositoryGoesIsToldSo() {
    byte[] other = ("other" + COUNT.get()).getBytes(StandardCharsets.UTF_8);
    pushManifest();
    String upload = client.startUpload(repository);

    var reply = whileDeleted(() -> client.put(upload + "?digest=" + Digest.sha256(other), other));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void whoDeletesATagWhileTheRepositoryGoesIsToldSo() {
    for (Supplier<String> reference :
        List.<Supplier<String>>of(() -> "1", () -> Digest.sha256(manifest).toString())) {
      aPushWhoseLeaseIsOver();

      var reply =
          whileDeleted(() -> client.delete("/v2/" + repository + "/manifests/" + reference.get()));

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("NAME_UNKNOWN");
    }
  }

  @Test
  void whoMovesATagToAnImageThatIsHereWhileTheRepositoryGoesIsToldSo() {
    client.pushImage(repository, "2", layer);

    var reply =
        whileDeleted(
            () ->
                client.put(
                    "/v2/" + repository + "/manifests/2",
                    manifest,
                    "Content-Type",
                    RegistryClient.OCI));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void pullsThatAreCountedWhileTheRepositoryGoesKeepNobodyFromDeletingIt() {
    pushManifest();
    pulls.flush();
    long id = repositoryId();

    whileDeleted(
        () -> {
          var pulled = new StoredManifest(Digest.sha256(new byte[0]), RegistryClient.OCI, 0);
          pulls.count(id, new TagName("1"), pulled, "docker");
          pulls.flush();
          return id;
        });

    assertThat(
            jdbc.sql("select count(*) from repository_activity where repository_id = ?")
                .param(id)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whoBringsAChildOfAnIndexThatGoesWaitsForThatAndForNothingElse() {
    byte[] index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}\
        """
            .formatted(
                RegistryClient.OCI_INDEX,
                RegistryClient.descriptor(
                    RegistryClient.OCI, Digest.sha256(manifest), manifest.length))
            .getBytes(StandardCharsets.UTF_8);
    Digest parent = Digest.sha256(index);
    client.put(
        "/v2/" + repository + "/manifests/" + parent,
        index,
        "Content-Type",
        RegistryClient.OCI_INDEX);

    int status =
        transaction
            .execute(
                it -> {
                  jdbc.sql("set local deadlock_timeout = '10ms'").update();
                  jdbc.sql("select 1 from manifest where digest = ? for update")
                      .param(parent.bytes())
                      .query(Integer.class)
                      .single();
                  var answer = CompletableFuture.supplyAsync(() -> pushManifest().status());
                  awaitALockOrAnAnswer(answer);
                  deletion.delete(ada.caller(), seen(), parent);
                  return answer;
                })
            .join();

    assertThat(status).isEqualTo(201);
    assertThat(client.head("/v2/" + repository + "/manifests/" + parent).status()).isEqualTo(404);
  }

  private RepositoryRef seen() {
    return permissions.seeToRead(ada.caller(), new RepositoryName(ada.name(), "app")).orElseThrow();
  }
}
