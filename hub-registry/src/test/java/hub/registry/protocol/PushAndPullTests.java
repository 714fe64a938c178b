package hub.registry.protocol;

import static hub.registry.protocol.RegistryClient.OCI;
import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.garbage.StorageSweeper;
import hub.registry.manifest.PullCounts;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import hub.registry.store.BlobStore;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import hub.repositories.life.Repositories;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@RegistryTest
class PushAndPullTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  @Autowired Repositories repositories;
  @Autowired Permissions permissions;
  @Autowired PullCounts pulls;
  @Autowired StorageSweeper sweeper;
  @Autowired BlobStore store;

  private Person maria;
  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    maria = people.confirmed("maria" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = withAToken();
  }

  /** Deletion is for a repository that is there. */
  private RegistryClient withAToken() {
    return maria.client(port).withToken("repository:" + repository + ":pull,push,delete");
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givesBackWhatWasPushedByteForByte() {
    byte[] layer = bytes(300_000, 1);
    Digest digest = client.pushImage(repository, "1.0", layer);

    Reply byTag = RegistryClient.anonymous(port).get("/v2/" + repository + "/manifests/1.0");
    assertThat(byTag.status()).isEqualTo(200);
    assertThat(byTag.header("Content-Type")).isEqualTo(OCI);
    assertThat(byTag.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(Digest.sha256(byTag.body())).isEqualTo(digest);
    assertThat(client.get("/v2/" + repository + "/manifests/" + digest).body())
        .isEqualTo(byTag.body());

    Reply blob = client.get("/v2/" + repository + "/blobs/" + Digest.sha256(layer));
    assertThat(blob.status()).isEqualTo(200);
    assertThat(blob.body()).isEqualTo(layer);
    assertThat(
            client
                .head("/v2/" + repository + "/blobs/" + Digest.sha256(layer))
                .header("Content-Length"))
        .isEqualTo("300000");
  }

  @Test
  void takesBlobsInOneRequestAndInParts() {
    byte[] content = bytes(1_000_000, 2);
    Digest digest = Digest.sha256(content);
    String uploads = "/v2/" + repository + "/blobs/uploads/";
    Reply single =
        client.send("POST", uploads + "?digest=" + digest, BodyPublishers.ofByteArray(content));
    assertThat(single.status()).isEqualTo(201);
    assertThat(single.header("Docker-Content-Digest")).isEqualTo(digest.toString());

    byte[] other = bytes(900_000, 3);
    String location = client.startUpload(repository);
    assertThat(client.put(location + "?digest=" + Digest.sha256(other), other).status())
        .isEqualTo(201);

    byte[] third = bytes(900_000, 4);
    location = client.startUpload(repository);
    client.patch(location, Arrays.copyOfRange(third, 0, 400_000), "Content-Range", "0-399999");
    client.patch(location, Arrays.copyOfRange(third, 400_000, 800_000));
    Reply last =
        client.put(
            location + "?digest=" + Digest.sha256(third),
            Arrays.copyOfRange(third, 800_000, 900_000),
            "Content-Range",
            "800000-899999");
    assertThat(last.status()).isEqualTo(201);
    assertThat(client.get(last.header("Location")).body()).isEqualTo(third);
  }

  @Test
  void takesEmptyBlobsAndSha512() throws NoSuchAlgorithmException {
    byte[] nothing = new byte[0];
    client.pushImage(repository, "1", nothing);
    assertThat(client.get("/v2/" + repository + "/blobs/" + Digest.sha256(nothing)).body())
        .isEmpty();
    byte[] content = bytes(1000, 5);
    String sha512 =
        "sha512:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    Reply put = client.put(client.startUpload(repository) + "?digest=" + sha512, content);
    assertThat(put.status()).isEqualTo(201);
    assertThat(client.get(put.header("Location")).body()).isEqualTo(content);
  }

  @Test
  void servesPartsOfBlobsAndTellsWhatHasNotChanged() {
    byte[] content = bytes(200_000, 6);
    client.pushImage(repository, "1", content);
    String blob = "/v2/" + repository + "/blobs/" + Digest.sha256(content);

    Reply part = client.get(blob, "Range", "bytes=1000-150000");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range")).isEqualTo("bytes 1000-150000/200000");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 150_001));
    assertThat(client.get(blob, "Range", "bytes=-10").body())
        .isEqualTo(Arrays.copyOfRange(content, 199_990, 200_000));
    assertThat(client.get(blob, "Range", "bytes=199999-").body()).hasSize(1);
    assertThat(client.get(blob, "Range", "bytes=200000-").status()).isEqualTo(416);
    assertThat(client.get(blob, "Range", "bytes=500-0").status()).isEqualTo(416);
    assertThat(client.get(blob, "Range", "bytes=0-1,5-6").body()).isEqualTo(content);
    assertThat(client.get(blob, "Range", "Bytes=199990-" + "9".repeat(30)).body()).hasSize(10);
    assertThat(client.get(blob, "Range", "bytes=" + "9".repeat(30) + "-").status()).isEqualTo(416);
    assertThat(client.get(blob, "Range", "bytes=-" + "9".repeat(30)).status()).isEqualTo(206);
    Reply outside = client.get(blob, "Range", "bytes=-0");
    assertThat(outside.status()).isEqualTo(416);
    assertThat(outside.header("Content-Range")).isEqualTo("bytes */200000");
    assertThat(client.get(blob, "Range", "bytes=0-9", "If-Range", "\"other\"").body())
        .isEqualTo(content);
    assertThat(client.get(blob, "Range", "lines=0-9").body()).isEqualTo(content);
    Reply whole = client.get(blob);
    assertThat(whole.header("Cache-Control")).contains("immutable");
    assertThat(client.get(blob, "If-None-Match", whole.header("ETag")).status()).isEqualTo(304);
    String manifest = "/v2/" + repository + "/manifests/1";
    assertThat(client.get(manifest, "If-None-Match", client.head(manifest).header("ETag")).status())
        .isEqualTo(304);
  }

  @Test
  void answersHeadAsGetWithoutTheBody() {
    byte[] content = bytes(200_000, 20);
    Digest digest = client.pushImage(repository, "1", content);
    String base = "/v2/" + repository;
    for (String path :
        List.of(
            base + "/manifests/1",
            base + "/manifests/" + digest,
            base + "/manifests/absent",
            base + "/blobs/" + Digest.sha256(content),
            base
                + "/blobs/"
                + Digest.sha256(
                    "{\"os\":\"linux\",\"architecture\":\"amd64\"}"
                        .getBytes(StandardCharsets.UTF_8)),
            base + "/blobs/" + Digest.sha256(new byte[] {3}))) {
      for (String[] headers :
          new String[][] {{"Accept", "*/*"}, {"If-None-Match", "*"}, {"If-None-Match", "\"x\""}}) {
        Reply head = client.head(path, headers);
        Reply get = client.get(path, headers);
        assertThat(head.body()).isEmpty();
        assertThat(head.status()).as(path).isEqualTo(get.status());
        assertThat(withoutDate(head)).as(path).isEqualTo(withoutDate(get));
      }
    }
  }

  private static Map<String, List<String>> withoutDate(Reply reply) {
    Map<String, List<String>> headers = new TreeMap<>(reply.http().headers().map());
    headers.keySet().removeAll(List.of("date", "connection", "keep-alive"));
    return headers;
  }

  @Test
  void takesTheAlgorithmThatAnUploadAnnouncesAndRefusesOthers() throws NoSuchAlgorithmException {
    byte[] content = bytes(1000, 21);
    String sha512 =
        "sha512:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
    String uploads = "/v2/" + repository + "/blobs/uploads/";
    for (String announced : List.of("?digest-algorithm=sha512", "?digest-algorithm=sha256", "")) {
      Reply started = client.post(uploads + announced);
      assertThat(started.status()).isEqualTo(202);
      assertThat(started.header("Location")).doesNotContain("?");
      String location = client.patch(started.header("Location"), content).header("Location");
      Reply put = client.put(location + "?digest=" + sha512, new byte[0]);
      assertThat(put.status()).isEqualTo(201);
      assertThat(put.header("Docker-Content-Digest")).isEqualTo(sha512);
    }
    assertThat(client.post(uploads + "?digest-algorithm=md5").error()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  void listsTagsAPageAtATimeWhateverComesInBetween() {
    byte[] manifest = client.imageOf(repository, "{}", bytes(10, 22));
    List<String> tags = List.of("1", "10", "2", "A", "_x", "a", "a-b", "a.b", "z");
    String query = "?tag=" + String.join("&tag=", tags);
    client.put(
        "/v2/" + repository + "/manifests/" + Digest.sha256(manifest) + query,
        manifest,
        "Content-Type",
        OCI);
    for (int n = 1; n <= 10; n++) {
      List<String> found = new ArrayList<>();
      String path = "/v2/" + repository + "/tags/list?n=" + n;
      while (!path.isEmpty()) {
        Reply page = client.get(path);
        assertThat(page.json().path("tags").size()).isLessThanOrEqualTo(n);
        page.json().path("tags").forEach(it -> found.add(it.asString()));
        String link = page.header("Link");
        path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
      }
      assertThat(found).isEqualTo(tags.stream().sorted().toList());
    }
    assertThat(client.get("/v2/" + repository + "/tags/list?last=a").json().path("tags").size())
        .isEqualTo(3);
  }

  @Test
  void linksLayersOfOneRepositoryInAnotherWithoutSendingThem() {
    byte[] layer = bytes(1000, 7);
    client.pushImage(repository, "1", layer);
    String other = maria.name() + "/other";
    RegistryClient both =
        maria
            .client(port)
            .withToken("repository:" + repository + ":pull repository:" + other + ":pull,push");
    String mount = "?mount=" + Digest.sha256(layer) + "&from=" + repository;

    assertThat(both.post("/v2/" + other + "/blobs/uploads/" + mount).status()).isEqualTo(201);
    assertThat(both.head("/v2/" + other + "/blobs/" + Digest.sha256(layer)).status())
        .isEqualTo(200);
    assertThat(
            both.post(
                    "/v2/"
                        + other
                        + "/blobs/uploads/?mount="
                        + Digest.sha256(bytes(5, 8))
                        + "&from="
                        + repository)
                .status())
        .isEqualTo(202);
  }

  @Test
  void showsNoRepositoryBeforeItsFirstManifest() {
    client.pushBlob(repository, bytes(10, 9));
    assertThat(RegistryClient.anonymous(port).get("/v2/" + repository + "/tags/list").status())
        .isEqualTo(401);
    client.pushImage(repository, "1", bytes(10, 9));
    assertThat(RegistryClient.anonymous(port).get("/v2/" + repository + "/tags/list").status())
        .isEqualTo(200);
  }

  @Test
  void deletesTagsAndManifestsForThoseWhoMay() {
    Digest digest = client.pushImage(repository, "1", bytes(10, 10));
    client.pushImage(repository, "2", bytes(10, 10));
    String manifests = "/v2/" + repository + "/manifests/";
    client = withAToken();

    assertThat(client.delete(manifests + "1").status()).isEqualTo(202);
    assertThat(client.get(manifests + "1").error()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(client.get(manifests + digest).status()).isEqualTo(200);
    assertThat(
            client.delete("/v2/" + repository + "/blobs/" + Digest.sha256(bytes(10, 10))).status())
        .isEqualTo(405);
    assertThat(client.delete(manifests + digest).status()).isEqualTo(202);
    assertThat(client.get(manifests + "2").error()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(client.delete(manifests + digest).status()).isEqualTo(404);
    assertThat(
            client.delete("/v2/" + repository + "/blobs/" + Digest.sha256(bytes(10, 10))).status())
        .isEqualTo(202);
  }

  @Test
  void findsWhatRefersToAManifest() {
    Digest subject = client.pushImage(repository, "1", bytes(10, 11));
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    client.pushBlob(repository, config);
    byte[] signature =
        """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"application/test.signature",
         "config":%s,"layers":[],"subject":%s,"annotations":{"by":"maria"}}"""
            .formatted(
                OCI,
                RegistryClient.descriptor(
                    "application/vnd.oci.empty.v1+json", Digest.sha256(config), 2),
                RegistryClient.descriptor(OCI, subject, 1))
            .getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(signature);
    Reply put =
        client.put("/v2/" + repository + "/manifests/" + digest, signature, "Content-Type", OCI);
    assertThat(put.header("OCI-Subject")).isEqualTo(subject.toString());

    Reply referrers = client.get("/v2/" + repository + "/referrers/" + subject);
    assertThat(referrers.header("Content-Type")).isEqualTo(RegistryClient.OCI_INDEX);
    JsonNode found = referrers.json().path("manifests");
    assertThat(found).hasSize(1);
    assertThat(found.path(0).path("digest").asString()).isEqualTo(digest.toString());
    assertThat(found.path(0).path("artifactType").asString())
        .isEqualTo("application/test.signature");
    assertThat(found.path(0).path("annotations").path("by").asString()).isEqualTo("maria");
    Reply none = client.get("/v2/" + repository + "/referrers/" + subject + "?artifactType=x");
    assertThat(none.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(none.json().path("manifests")).isEmpty();
  }

  @Test
  void tellsOfLongReferrersAFewAtATime() {
    Digest subject = client.pushImage(repository, "1", bytes(10, 12));
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    client.pushBlob(repository, config);
    List<String> pushed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] manifest =
          """
          {"schemaVersion":2,"mediaType":"%s","artifactType":"a/b+c","config":%s,"layers":[],
           "subject":%s,"annotations":{"long":"%s"}}"""
              .formatted(
                  OCI,
                  RegistryClient.descriptor(
                      "application/vnd.oci.empty.v1+json", Digest.sha256(config), 2),
                  RegistryClient.descriptor(OCI, subject, 1),
                  Integer.toString(i).repeat(3_000_000))
              .getBytes(StandardCharsets.UTF_8);
      String digest = Digest.sha256(manifest).toString();
      client.put("/v2/" + repository + "/manifests/" + digest, manifest, "Content-Type", OCI);
      pushed.add(digest);
    }

    List<String> found = new ArrayList<>();
    String path = "/v2/" + repository + "/referrers/" + subject + "?artifactType=a/b%2Bc";
    while (!path.isEmpty()) {
      Reply page = client.get(path);
      assertThat(page.body().length).isLessThan(7_000_000);
      for (JsonNode referrer : page.json().path("manifests")) {
        found.add(referrer.path("digest").asString());
        assertThat(referrer.path("annotations").path("long").asString()).hasSize(3_000_000);
      }
      String link = page.header("Link");
      path = link == null || link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }

    assertThat(found).isEqualTo(pushed.stream().sorted().toList());
  }

  @Test
  void countsPullsAndNotQuestionsNorTheChildrenOfAnIndex() {
    Digest image = client.pushImage(repository, "image", bytes(10, 12));
    int size = client.get("/v2/" + repository + "/manifests/image").body().length;
    byte[] index =
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(RegistryClient.descriptor(OCI, image, size))
            .getBytes(StandardCharsets.UTF_8);
    client.put(
        "/v2/" + repository + "/manifests/all", index, "Content-Type", RegistryClient.OCI_INDEX);
    pulls.flush();
    long before = pullsOf(repository);

    RegistryClient visitor = RegistryClient.anonymous(port);
    visitor.head("/v2/" + repository + "/manifests/all");
    visitor.get("/v2/" + repository + "/manifests/all");
    visitor.get("/v2/" + repository + "/manifests/" + image);
    visitor.get("/v2/" + repository + "/manifests/image");
    pulls.flush();

    assertThat(pullsOf(repository) - before).isEqualTo(2);
    assertThat(
            jdbc.sql(
                    """
                    select pulls from tag_activity join repository r on r.id = repository_id
                    where r.namespace_id = ? and tag = 'all'
                    """)
                .param(maria.id())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  private long pullsOf(String name) {
    return jdbc.sql(
            """
            select pulls from repository_activity
            where repository_id = (select id from repository where namespace_id = ? and name = ?)
            """)
        .param(maria.id())
        .param(name.substring(name.indexOf('/') + 1))
        .query(Long.class)
        .single();
  }

  /** Of each name, also of one that a lock of ours has. */
  @ParameterizedTest
  @ValueSource(strings = {"latest", "sparse"})
  void letsManyPushOneTagAndOneLayerAtOnceAndKeepsAStraightHistory(String tag) throws Exception {
    byte[] layer = bytes(50_000, 13);
    int pushers = 8;
    List<Future<Digest>> pushed = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(pushers);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < pushers; i++) {
        String configuration = "{\"os\":\"linux\",\"architecture\":\"a%d\"}".formatted(i);
        pushed.add(
            executor.submit(
                () -> {
                  together.await();
                  return client.pushImage(repository, tag, configuration, layer);
                }));
      }
    }
    List<String> digests = new ArrayList<>();
    for (Future<Digest> each : pushed) {
      digests.add(each.get().hex());
    }

    List<String[]> history =
        jdbc.sql(
                """
                select substr(encode(old_digest, 'hex'), 3), substr(encode(new_digest, 'hex'), 3)
                from tag_event e join repository r on r.id = e.repository_id
                where r.namespace_id = ? order by e.id
                """)
            .param(maria.id())
            .query((row, index) -> new String[] {row.getString(1), row.getString(2)})
            .list();
    assertThat(history).hasSize(pushers);
    assertThat(history.getFirst()[0]).isNull();
    for (int i = 1; i < pushers; i++) {
      assertThat(history.get(i)[0]).isEqualTo(history.get(i - 1)[1]);
    }
    assertThat(history).extracting(step -> step[1]).containsExactlyInAnyOrderElementsOf(digests);
    assertThat(
            client.head("/v2/" + repository + "/manifests/" + tag).header("Docker-Content-Digest"))
        .isEqualTo("sha256:" + history.getLast()[1]);
    sweeper.sweep();
    assertThat(client.get("/v2/" + repository + "/blobs/" + Digest.sha256(layer)).body())
        .isEqualTo(layer);
    assertThat(jdbc.sql("select count(*) from blob_trash").query(Long.class).single()).isZero();
  }

  @Test
  void keepsAStraightHistoryWhereATagIsMovedAndDeletedAtOnce() throws Exception {
    Digest one = client.pushImage(repository, "one", bytes(10, 16));
    Digest two = client.pushImage(repository, "two", bytes(10, 17));
    client = withAToken();
    String latest = "/v2/" + repository + "/manifests/latest";
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Digest next = i % 2 == 0 ? one : two;
        byte[] manifest = client.get("/v2/" + repository + "/manifests/" + next).body();
        executor.submit(() -> client.put(latest, manifest, "Content-Type", OCI));
        executor.submit(() -> client.delete(latest));
      }
    }

    List<String[]> history =
        jdbc.sql(
                """
                select encode(old_digest, 'hex'), encode(new_digest, 'hex')
                from tag_event e join repository r on r.id = e.repository_id
                where r.namespace_id = ? and e.name = 'latest' order by e.id
                """)
            .param(maria.id())
            .query((row, index) -> new String[] {row.getString(1), row.getString(2)})
            .list();
    assertThat(history).as("some deletions").anyMatch(step -> step[1] == null);
    assertThat(history.getFirst()[0]).isNull();
    for (int i = 1; i < history.size(); i++) {
      assertThat(history.get(i)[0]).isEqualTo(history.get(i - 1)[1]);
    }
  }

  @Test
  void letsAnImageBePushedAndDeletedAtOnce() throws Exception {
    Digest image = client.pushImage(repository, "a", bytes(10, 18));
    byte[] manifest = client.get("/v2/" + repository + "/manifests/" + image).body();
    client = withAToken();
    var pushes = new ConcurrentSkipListSet<Integer>();
    var deletions = new ConcurrentSkipListSet<Integer>();
    var done = new ArrayList<Future<?>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        String tag = "t" + i % 3;
        String path = "/v2/" + repository + "/manifests/";
        done.add(
            executor.submit(
                () -> {
                  // so that each push has to keep it from the collector
                  jdbc.sql(
                          """
                          update gc_candidate set free_at = now() - interval '20 hours'
                          where ctid = any(array(
                            select ctid from gc_candidate for update skip locked))
                          """)
                      .update();
                  pushes.add(client.put(path + tag, manifest, "Content-Type", OCI).status());
                }));
        done.add(executor.submit(() -> deletions.add(client.delete(path + image).status())));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }

    assertThat(pushes).containsExactly(201);
    assertThat(deletions).contains(202).isSubsetOf(202, 404);
  }

  @Test
  void removesEverythingOfARepositoryThatIsDeletedAndTakesItsNameAgain() {
    client.pushImage(repository, "1", bytes(10, 14));
    client.startUpload(repository);
    Caller caller = maria.caller();
    RepositoryName name = RepositoryName.parse(repository);

    repositories.delete(caller, name, name.name());

    assertThat(client.get("/v2/" + repository + "/tags/list").error()).isEqualTo("NAME_UNKNOWN");
    client.pushImage(repository, "2", bytes(10, 14));
    assertThat(client.get("/v2/" + repository + "/tags/list").json().path("tags")).hasSize(1);
  }

  @Test
  void clearsAwayUploadsThatNobodyGoesOnWith() {
    String location = client.startUpload(repository);
    client.patch(location, bytes(100, 15));
    String key =
        jdbc.sql("select storage_key from upload where account_id = ?")
            .param(maria.id())
            .query(String.class)
            .single();
    assertThat(store.file(key).orElseThrow()).exists();
    jdbc.sql("update upload set expires_at = now() - interval '1 second' where account_id = ?")
        .param(maria.id())
        .update();
    jdbc.sql("update repository set created_at = now() - interval '2 days' where namespace_id = ?")
        .param(maria.id())
        .update();

    sweeper.sweep();

    assertThat(client.get(location).status()).isEqualTo(404);
    assertThat(store.file(key).orElseThrow()).doesNotExist();
    assertThat(permissions.see(maria.caller(), RepositoryName.parse(repository))).isEmpty();
  }
}
