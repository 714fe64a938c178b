package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.browse.ReadingProgress;
import hub.registry.browse.ReadingProgress.Reading;
import hub.registry.browse.TagList;
import hub.registry.browse.TagSummary;
import hub.registry.manifest.ManifestReading;
import hub.registry.protocol.People.Person;
import hub.registry.store.BlobStore;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an older version took is read again in the background, once. */
@RegistryTest
class ManifestReadingTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String CHART = "application/vnd.cncf.helm.config.v1+json";

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired Permissions permissions;
  @Autowired ManifestReading reading;
  @Autowired ReadingProgress progress;
  @Autowired TagList tags;
  @Autowired BlobStore store;
  @Autowired JdbcClient jdbc;

  private String repository;
  private RegistryClient client;
  private Person person;

  @BeforeEach
  void aRepositoryAndNothingReadYet() {
    person = people.confirmed("reader" + COUNT.incrementAndGet());
    repository = person.name() + "/app";
    client = person.client(port);
    jdbc.sql("delete from manifest_reading").update();
  }

  @Test
  void whatAnOlderVersionTookIsToldAsWhatItIs() {
    Digest chart = push("chart", "{\"name\":\"tea\"}", "layer", CHART, "");
    // one blob as configuration and layer, which the older version counted twice
    Digest twice = push("twice", "{}", "{}", "application/octet-stream", "");
    String soci = "application/vnd.amazon.soci.index.v2+json";
    Digest image = client.pushImage(repository, "image", "{\"os\":\"linux\"}", utf8("x"));
    byte[] index =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
                .formatted(
                    RegistryClient.OCI_INDEX,
                    entry(image, ""),
                    entry(chart, ",\"artifactType\":\"" + soci + "\"")));
    put("index", index, RegistryClient.OCI_INDEX);
    makeOld();

    assertThat(find("twice").bytes()).isEqualTo(4);
    reading.run(LONG);

    assertThat(find("chart").kind()).isEqualTo(ArtifactKind.CHART);
    assertThat(find("twice").bytes()).isEqualTo(2);
    assertThat(find("index").images()).extracting(it -> it.digest()).containsExactly(text(image));
    assertThat(oldRows()).isZero();
    Reading done = progress.now().orElseThrow();
    assertThat(done.finishedAt()).isNotNull();
    assertThat(done.percent()).isEqualTo(100);
    assertThat(done.read()).isGreaterThanOrEqualTo(4);
    assertThat(text(twice)).isEqualTo(find("twice").digest());
  }

  @Test
  void aStoppedRunGoesOnWhereItWas() {
    push("chart", "{\"name\":\"tea\"}", "layer", CHART, "");
    reading.run(LONG);
    makeOld();
    jdbc.sql(
            """
            update manifest_reading
            set finished_at = null,
                repository_id = (select max(repository_id) + 1 from manifest)
            """)
        .update();

    reading.run(LONG);

    // All that lies before was looked at by the run that stopped, as far as this one knows.
    assertThat(oldRows()).isEqualTo(1);
    assertThat(progress.now().orElseThrow().finishedAt()).isNotNull();
  }

  @Test
  void aNewerFormBeginsAnewAndTheSameDoesNot() {
    push("chart", "{\"name\":\"tea\"}", "layer", CHART, "");
    reading.run(LONG);
    makeOld();
    reading.run(LONG);
    assertThat(oldRows()).isEqualTo(1);

    jdbc.sql("update manifest_reading set form = 0").update();
    reading.run(LONG);

    assertThat(oldRows()).isZero();
  }

  @Test
  void whatANodeOfTheOlderVersionPushedMeanwhileIsReadADayLater() {
    reading.run(LONG);
    push("chart", "{\"name\":\"tea\"}", "layer", CHART, "");
    makeOld();
    jdbc.sql("update manifest_reading set finished_at = finished_at - interval '25 hours'")
        .update();

    reading.run(LONG);

    assertThat(oldRows()).isZero();
  }

  @Test
  void aDamagedConfigurationIsCountedAndEndsNothing() throws IOException {
    String lost = "{\"name\":\"lost " + repository + "\"}";
    push("chart", lost, "layer", CHART, "");
    makeOld();
    String key =
        jdbc.sql("select storage_key from blob where digest = ?")
            .param(Digest.sha256(utf8(lost)).bytes())
            .query(String.class)
            .single();
    store.delete(key);

    reading.run(LONG);

    assertThat(oldRows()).isEqualTo(1);
    assertThat(progress.now().orElseThrow().unreadable()).isGreaterThanOrEqualTo(1);
    assertThat(progress.now().orElseThrow().finishedAt()).isNotNull();
    assertThat(find("chart").kind()).isEqualTo(ArtifactKind.CHART);
  }

  private Digest push(String tag, String config, String layer, String configType, String more) {
    byte[] manifest =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
                .formatted(
                    RegistryClient.OCI,
                    RegistryClient.descriptor(
                        configType, client.pushBlob(repository, utf8(config)), config.length()),
                    RegistryClient.descriptor(
                        "application/octet-stream",
                        client.pushBlob(repository, utf8(layer)),
                        layer.length()),
                    more));
    put(tag, manifest, RegistryClient.OCI);
    return Digest.sha256(manifest);
  }

  private void put(String tag, byte[] manifest, String type) {
    assertThat(
            client
                .put("/v2/" + repository + "/manifests/" + tag, manifest, "Content-Type", type)
                .status())
        .isEqualTo(201);
  }

  private String entry(Digest digest, String more) {
    int size =
        jdbc.sql("select size from manifest where repository_id = ? and digest = ?")
            .param(id())
            .param(digest.bytes())
            .query(Integer.class)
            .single();
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(RegistryClient.OCI, digest, size, more);
  }

  /**
   * As the rows of the older version: two blobs are counted as two, whether they are one or not.
   */
  private void makeOld() {
    jdbc.sql(
            """
            update manifest m
            set about = null, about_form = 0, kind = null,
                total_bytes = (select coalesce(sum(b.size), 0) from manifest_blob b
                               where b.repository_id = m.repository_id
                                 and b.manifest_digest = m.digest)
            where repository_id = ?
            """)
        .param(id())
        .update();
    jdbc.sql("update manifest_child set artifact_type = null where repository_id = ?")
        .param(id())
        .update();
  }

  private long oldRows() {
    return jdbc.sql("select count(*) from manifest where repository_id = ? and about is null")
        .param(id())
        .query(Long.class)
        .single();
  }

  private TagSummary find(String tag) {
    return tags.find(id(), tag).orElseThrow();
  }

  private static String text(Digest digest) {
    return digest.toString();
  }

  private long id() {
    return permissions
        .see(person.caller(), RepositoryName.parse(repository))
        .orElseThrow()
        .repository()
        .id();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
