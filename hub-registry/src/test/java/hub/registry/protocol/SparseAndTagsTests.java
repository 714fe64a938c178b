package hub.registry.protocol;

import static hub.registry.protocol.RegistryClient.OCI;
import static hub.registry.protocol.RegistryClient.OCI_INDEX;
import static hub.registry.protocol.RegistryClient.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Manifests that name what is not here yet, and pushes that move several tags at once. */
@RegistryTest
class SparseAndTagsTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  private Person maria;
  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    maria = people.confirmed("sparse" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Reply put(String reference, String type, byte[] manifest) {
    return client.put(
        "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", type);
  }

  private static byte[] index(byte[]... images) {
    StringBuilder entries = new StringBuilder();
    for (byte[] image : images) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append(descriptor(OCI, Digest.sha256(image), image.length));
    }
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(OCI_INDEX, entries));
  }

  private byte[] image(String configuration, byte[]... layers) {
    byte[] config = utf8(configuration);
    StringBuilder entries = new StringBuilder();
    for (byte[] layer : layers) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append(descriptor(LAYER, Digest.sha256(layer), layer.length));
    }
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(OCI, descriptor(CONFIG, Digest.sha256(config), config.length), entries));
  }

  private long count(String sql) {
    return jdbc.sql(
            sql + " and repository_id in (select id from repository where namespace_id = ?)")
        .param(maria.id())
        .query(Long.class)
        .single();
  }

  private long missingChildren() {
    return count("select count(*) from manifest_child where child is null");
  }

  private long missingLayers() {
    return count("select count(*) from manifest_blob where blob_digest is null");
  }

  @Test
  void takesAnIndexBeforeItsImagesAndKeepsThemFromDeletionOnceTheyCome() {
    byte[] layer = utf8("layer");
    byte[] one = client.imageOf(repository, "{\"n\":1}", layer);
    byte[] two = client.imageOf(repository, "{\"n\":2}", layer);
    byte[] index = index(one, two);
    assertThat(put("one", OCI, one).status()).isEqualTo(201);

    Reply sparse = put("all", OCI_INDEX, index);
    assertThat(sparse.status()).isEqualTo(201);
    assertThat(sparse.header("Warning"))
        .matches("299 - \"1 manifests of this index are not .*" + Digest.sha256(two) + "\"");
    assertThat(client.get("/v2/" + repository + "/manifests/all").body()).isEqualTo(index);
    assertThat(missingChildren()).isEqualTo(1);

    assertThat(put("two", OCI, two).header("Warning")).isEmpty();
    assertThat(missingChildren()).isZero();
    assertThat(
            count(
                "select total_bytes from manifest where digest = (select digest from tag where name = 'all' and tag.repository_id = manifest.repository_id)"))
        .isEqualTo(2 * ("{\"n\":1}".length() + layer.length));
    assertThat(client.delete("/v2/" + repository + "/manifests/two").status()).isEqualTo(202);
    assertThat(client.delete("/v2/" + repository + "/manifests/" + Digest.sha256(two)).status())
        .isEqualTo(405);
    assertThat(put("again", OCI_INDEX, index).header("Warning")).isEmpty();
  }

  @Test
  void takesAnIndexOfAnIndexThatIsNotHereYet() {
    byte[] image = client.imageOf(repository, "{}", utf8("layer"));
    byte[] inner = index(image);
    byte[] outer =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(OCI_INDEX, descriptor(OCI_INDEX, Digest.sha256(inner), inner.length)));
    for (byte[] manifest : List.of(outer, inner)) {
      assertThat(put(Digest.sha256(manifest).toString(), OCI_INDEX, manifest).status())
          .isEqualTo(201);
    }
    assertThat(missingChildren()).isEqualTo(1);
    assertThat(put("1", OCI, image).status()).isEqualTo(201);
    assertThat(missingChildren()).isZero();
  }

  @Test
  void takesAnImageThatLacksOneLayerAndNoneThatLacksAll() {
    byte[] here = utf8("here");
    byte[] later = utf8("comes later");
    byte[] image = image("{}", here, later);
    client.pushBlob(repository, utf8("{}"));
    Reply nothing = put("1", OCI, image);
    assertThat(nothing.error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(nothing.text())
        .contains(Digest.sha256(here).toString(), Digest.sha256(later).toString());

    client.pushBlob(repository, here);
    Reply sparse = put("1", OCI, image);
    assertThat(sparse.status()).isEqualTo(201);
    assertThat(sparse.header("Warning")).contains("1 layers are not", Digest.sha256(later).hex());
    assertThat(client.get("/v2/" + repository + "/blobs/" + Digest.sha256(later)).error())
        .isEqualTo("BLOB_UNKNOWN");
    assertThat(missingLayers()).isEqualTo(1);

    client.pushBlob(repository, later);
    assertThat(missingLayers()).isZero();
    assertThat(client.delete("/v2/" + repository + "/blobs/" + Digest.sha256(later)).status())
        .isEqualTo(405);
  }

  @Test
  void linksWhatComesInTheSameMomentAsWhatNamesIt() throws Exception {
    client.pushBlob(repository, utf8("{}"));
    client.pushBlob(repository, utf8("base"));
    for (int round = 0; round < 10; round++) {
      byte[] layer = utf8("layer " + round);
      byte[] image = image("{}", utf8("base"), layer);
      byte[] index = index(image);
      CyclicBarrier together = new CyclicBarrier(3);
      List<Future<?>> done = new ArrayList<>();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        done.add(
            executor.submit(
                () -> {
                  together.await();
                  return client.pushBlob(repository, layer);
                }));
        for (byte[] manifest : List.of(image, index)) {
          done.add(
              executor.submit(
                  () -> {
                    together.await();
                    Reply reply =
                        put(
                            Digest.sha256(manifest).toString(),
                            manifest == image ? OCI : OCI_INDEX,
                            manifest);
                    assertThat(reply.status()).isEqualTo(201);
                    return reply;
                  }));
        }
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(missingLayers()).isZero();
      assertThat(missingChildren()).isZero();
    }
  }

  @Test
  void keepsTheLayersOfABuildCacheThatLiesInAnIndex() {
    byte[] layer = utf8("cached layer");
    byte[] cache =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(OCI_INDEX, descriptor(LAYER, Digest.sha256(layer), layer.length)));
    assertThat(put("cache", OCI_INDEX, cache).error()).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    client.pushBlob(repository, layer);
    assertThat(put("cache", OCI_INDEX, cache).status()).isEqualTo(201);
    assertThat(client.get("/v2/" + repository + "/manifests/cache").body()).isEqualTo(cache);
    assertThat(client.delete("/v2/" + repository + "/blobs/" + Digest.sha256(layer)).status())
        .isEqualTo(405);
  }

  @Test
  void movesAllTagsOfOnePushOrNone() {
    byte[] image = client.imageOf(repository, "{}", utf8("layer"));
    String digest = Digest.sha256(image).toString();
    List<String> tags = IntStream.rangeClosed(1, 12).mapToObj(n -> "v" + n).sorted().toList();
    String query = tags.stream().map(tag -> "tag=" + tag).collect(Collectors.joining("&"));

    Reply refused = put(digest + "?" + query + "&tag=-bad-", OCI, image);
    assertThat(refused.error()).isEqualTo("MANIFEST_INVALID");
    assertThat(client.get("/v2/" + repository + "/manifests/" + digest).status()).isEqualTo(404);

    Reply pushed = put(digest + "?" + query + "&tag=v1", OCI, image);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.http().headers().allValues("OCI-Tag"))
        .containsExactly(String.join(", ", tags));
    assertThat(client.get("/v2/" + repository + "/tags/list").json().path("tags"))
        .extracting(tag -> tag.asString())
        .isEqualTo(tags);
    assertThat(count("select count(distinct at::date) from tag_event where true")).isEqualTo(1);
    assertThat(count("select count(*) from tag_event where true")).isEqualTo(12);

    String many =
        IntStream.rangeClosed(1, 101).mapToObj(n -> "tag=t" + n).collect(Collectors.joining("&"));
    assertThat(put(digest + "?" + many, OCI, image).status()).isEqualTo(414);
    assertThat(put("named?tag=other", OCI, image).http().headers().allValues("OCI-Tag")).isEmpty();
    assertThat(client.get("/v2/" + repository + "/manifests/other").status()).isEqualTo(404);
  }

  @Test
  void tellsOfAHundredLongTagsInOneLine() {
    byte[] image = client.imageOf(repository, "{}", utf8("layer"));
    List<String> tags =
        IntStream.range(0, 100).mapToObj(n -> "t%02d".formatted(n) + "x".repeat(125)).toList();
    String query = tags.stream().map(tag -> "tag=" + tag).collect(Collectors.joining("&"));

    Reply pushed = put(Digest.sha256(image) + "?" + query, OCI, image);

    assertThat(pushed.status()).isEqualTo(201);
    assertThat(pushed.http().headers().allValues("OCI-Tag")).hasSize(1);
    assertThat(pushed.header("OCI-Tag").split(", ")).containsExactlyElementsOf(tags);
  }

  @Test
  void movesTagsInOneOrderSoThatManyAtOnceDoNotWaitInARing() throws Exception {
    byte[] one = client.imageOf(repository, "{\"n\":1}", utf8("layer"));
    byte[] two = client.imageOf(repository, "{\"n\":2}", utf8("layer"));
    List<Future<Integer>> answers = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        answers.add(
            executor.submit(
                () -> put(Digest.sha256(one) + "?tag=a&tag=b&tag=c", OCI, one).status()));
        answers.add(
            executor.submit(
                () -> put(Digest.sha256(two) + "?tag=c&tag=b&tag=a", OCI, two).status()));
      }
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isEqualTo(201);
    }
    String a = client.head("/v2/" + repository + "/manifests/a").header("Docker-Content-Digest");
    for (String tag : List.of("b", "c")) {
      assertThat(
              client
                  .head("/v2/" + repository + "/manifests/" + tag)
                  .header("Docker-Content-Digest"))
          .isEqualTo(a);
    }
  }

  /** An image of which the configuration and one layer are here, and others of these sizes not. */
  private byte[] sparse(String tag, long... missing) {
    byte[] config = utf8("{}");
    byte[] layer = utf8("layer");
    client.pushBlob(repository, config);
    client.pushBlob(repository, layer);
    StringBuilder entries = new StringBuilder(descriptor(LAYER, Digest.sha256(layer), 5));
    for (long size : missing) {
      entries.append(
          ",{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
              .formatted(LAYER, Digest.sha256(utf8(tag + size + entries.length())), size));
    }
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(OCI, descriptor(CONFIG, Digest.sha256(config), 2), entries));
  }

  private long totalOf(String tag) {
    return jdbc.sql(
            """
            select m.total_bytes from tag t
            join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
            join repository r on r.id = t.repository_id
            where r.namespace_id = ? and t.name = ?
            """)
        .param(maria.id())
        .param(tag)
        .query(Long.class)
        .single();
  }

  @Test
  void refusesSizesThatNoSumHolds() {
    long most = 1L << 49;
    for (long[] sizes :
        new long[][] {
          {Long.MAX_VALUE}, {most + 1}, {most, most}, {most / 2, most / 2}, {most - 6},
        }) {
      Reply refused = put("1", OCI, sparse("1", sizes));
      assertThat(refused.error()).isEqualTo("MANIFEST_INVALID");
      assertThat(refused.status()).isEqualTo(400);
    }
    assertThat(put("1", OCI, sparse("1", most - 7)).status()).isEqualTo(201);
    assertThat(totalOf("1")).isEqualTo(most);
  }

  @Test
  void refusesAnIndexOfImagesThatTogetherAreTooLarge() {
    long half = 1L << 48;
    byte[] one = sparse("one", half - 7);
    byte[] two = sparse("two", half - 7);
    byte[] three = sparse("three", half - 7);
    for (byte[] image : new byte[][] {one, two, three}) {
      assertThat(put("t", OCI, image).status()).isEqualTo(201);
    }
    assertThat(put("all", OCI_INDEX, index(one, two, three)).error()).isEqualTo("MANIFEST_INVALID");
    assertThat(put("all", OCI_INDEX, index(one, two)).status()).isEqualTo(201);
    assertThat(totalOf("all")).isEqualTo(1L << 49);
  }

  @Test
  void takesAChildOfAnIndexWhoseTotalAnEarlierVersionLetGrow() {
    byte[] one = sparse("one", 1);
    byte[] late = sparse("late", 1L << 40);
    assertThat(put("one", OCI, one).status()).isEqualTo(201);
    assertThat(put("all", OCI_INDEX, index(one, late)).status()).isEqualTo(201);
    jdbc.sql("update manifest set total_bytes = ? where digest = ?")
        .param(Long.MAX_VALUE - 1)
        .param(Digest.sha256(index(one, late)).bytes())
        .update();

    assertThat(put("late", OCI, late).status()).isEqualTo(201);
    assertThat(totalOf("all")).isPositive();
    // and what it is part of has no sum, which is said
    assertThat(put("more", OCI_INDEX, indexOf(OCI_INDEX, index(one, late))).error())
        .isEqualTo("MANIFEST_INVALID");
  }

  private static byte[] indexOf(String type, byte[] child) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(OCI_INDEX, descriptor(type, Digest.sha256(child), child.length)));
  }

  @Test
  void doesNotTakeEveryRefusalOfTheDatabaseForADeletedRepository() {
    byte[] image = client.imageOf(repository, "{}", utf8("layer"));
    jdbc.sql(
            """
            alter table tag add constraint tag_of_this_test check (name <> 'refused') not valid
            """)
        .update();
    try {
      Reply refused = put("refused", OCI, image);
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.error()).isEqualTo("UNKNOWN");
      assertThat(refused.text()).doesNotContain("deleted");
      assertThat(put("taken", OCI, image).status()).isEqualTo(201);
    } finally {
      jdbc.sql("alter table tag drop constraint tag_of_this_test").update();
    }
    assertThat(put("refused", OCI, image).status()).isEqualTo(201);
  }
}
