package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.browse.AttachedManifests;
import hub.registry.browse.AttachedManifests.Attached;
import hub.registry.browse.Headlines;
import hub.registry.browse.Headlines.Headline;
import hub.registry.browse.TagCounts;
import hub.registry.browse.TagDeletionPreview;
import hub.registry.browse.TagList;
import hub.registry.browse.TagPage;
import hub.registry.browse.TagQuery;
import hub.registry.browse.TagQuery.Order;
import hub.registry.browse.TagQuery.Part;
import hub.registry.browse.TagSummary;
import hub.registry.manifest.TagReordering;
import hub.registry.protocol.People.Person;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which tags of a repository people see, which of them stands for it, and what they are beside. */
@RegistryTest
class TagListTests {

  private static final String SIGNATURE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired Permissions permissions;
  @Autowired TagList tagList;
  @Autowired TagCounts counts;
  @Autowired Headlines headlines;
  @Autowired AttachedManifests attached;
  @Autowired TagDeletionPreview preview;
  @Autowired TagReordering reordering;
  @Autowired JdbcClient jdbc;

  private Person maria;
  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    maria = people.confirmed("taglists" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port);
  }

  private long id() {
    return permissions
        .see(maria.caller(), RepositoryName.parse(repository))
        .orElseThrow()
        .repository()
        .id();
  }

  private Digest image(String tag) {
    return client.pushImage(repository, tag, utf8("layer of " + tag));
  }

  /** A manifest whose configuration and one layer are of these types. */
  private Digest artifact(String tag, String configType, String layerType) {
    Digest config = client.pushBlob(repository, utf8("{\"of\":\"" + tag + "\"}"));
    Digest layer = client.pushBlob(repository, utf8("payload of " + tag));
    byte[] manifest =
        utf8(
            """
            {"schemaVersion":2,"mediaType":"%s",
             "config":{"mediaType":"%s","digest":"%s","size":%d},
             "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}
            """
                .formatted(
                    RegistryClient.OCI,
                    configType,
                    config,
                    utf8("{\"of\":\"" + tag + "\"}").length,
                    layerType,
                    layer,
                    utf8("payload of " + tag).length));
    put(tag, manifest, RegistryClient.OCI);
    return Digest.sha256(manifest);
  }

  private void put(String reference, byte[] manifest, String type) {
    assertThat(
            client
                .put(
                    "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", type)
                .status())
        .isEqualTo(201);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names(Part part, Order order) {
    return tagList.page(id(), new TagQuery(part, "", order, null, 100)).tags().stream()
        .map(TagSummary::name)
        .toList();
  }

  private String headline() {
    Headline one = Objects.requireNonNull(headlines.of(List.of(id())).get(id()));
    assertThat(headlines.tagOf(id())).contains(one.tag());
    return one.tag();
  }

  @Test
  void whatStandsForARepositoryIsLatestOrTheHighestReleaseOrTheNewest() {
    image("main");
    image("feature-1");
    assertThat(headline()).isEqualTo("feature-1");
    image("2.0.0-rc.1");
    assertThat(headline()).isEqualTo("2.0.0-rc.1");
    image("1.9.0-alpine");
    assertThat(headline()).isEqualTo("1.9.0-alpine");
    image("1.10.0");
    image("1.9.0");
    image("nightly");
    assertThat(headline()).isEqualTo("1.10.0");
    image("latest");
    image("3.0.0");
    assertThat(headline()).isEqualTo("latest");
  }

  @Test
  void whatToolsKeepBesideAnImageNeverStandsForTheRepository() {
    Digest digest = image("1.0");
    String beside = digest.toString().replace(':', '-');
    artifact(beside + ".sig", "application/vnd.oci.image.config.v1+json", SIGNATURE);
    artifact("sbom", "application/vnd.oci.empty.v1+json", "application/spdx+json");
    artifact(
        "latest",
        "application/vnd.buildkit.cacheconfig.v0",
        "application/vnd.oci.image.layer.v1.tar");
    put(
        beside,
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
                .formatted(RegistryClient.OCI_INDEX)),
        RegistryClient.OCI_INDEX);

    assertThat(headline()).isEqualTo("1.0");
    assertThat(names(Part.IMAGES, Order.VERSION)).containsExactly("1.0");
    assertThat(names(Part.IMAGES, Order.NEWEST)).containsExactly("1.0");
    assertThat(names(Part.HELPERS, Order.NAME))
        .containsExactly("latest", "sbom", beside, beside + ".sig");
    assertThat(names(Part.ALL, Order.VERSION)).hasSize(5).startsWith("1.0");
    assertThat(counts.of(id())).isEqualTo(new TagCounts.Count(1, 4));
    assertThat(attached.toEach(id(), List.of(digest.toString())).get(digest.toString()))
        .extracting(Attached::kind)
        .containsExactly(ArtifactKind.SIGNATURE);

    // a tag that becomes an image is one like any other
    image("latest");
    assertThat(headline()).isEqualTo("latest");
  }

  @Test
  void whereThereIsNothingElseAHelperStandsForTheRepository() {
    artifact("cache", "application/vnd.buildkit.cacheconfig.v0", "application/octet-stream");
    assertThat(headline()).isEqualTo("cache");
  }

  @Test
  void aChartStandsForItsRepositoryWithItsSize() {
    artifact(
        "0.1.0",
        "application/vnd.cncf.helm.config.v1+json",
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip");
    Headline chart = Objects.requireNonNull(headlines.of(List.of(id())).get(id()));
    assertThat(chart.tag()).isEqualTo("0.1.0");
    assertThat(chart.bytes()).isEqualTo(14 + 16);
  }

  @Test
  void whatNamesAnImageAsItsSubjectIsFound() {
    Digest digest = image("1.0");
    Digest config = client.pushBlob(repository, utf8("{}"));
    byte[] referrer =
        utf8(
            """
            {"schemaVersion":2,"mediaType":"%s",
             "artifactType":"application/vnd.dev.sigstore.bundle.v0.3+json",
             "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
             "layers":[],"subject":{"mediaType":"%s","digest":"%s","size":%d}}
            """
                .formatted(
                    RegistryClient.OCI,
                    config,
                    RegistryClient.OCI,
                    digest,
                    client.get("/v2/" + repository + "/manifests/1.0").body().length));
    put(Digest.sha256(referrer).toString(), referrer, RegistryClient.OCI);
    assertThat(attached.toEach(id(), List.of(digest.toString())).get(digest.toString()))
        .containsExactly(
            new Attached(
                Digest.sha256(referrer).toString(),
                ArtifactKind.SIGNATURE,
                "application/vnd.dev.sigstore.bundle.v0.3+json"));
    assertThat(attached.toEach(id(), List.of(config.toString()))).isEmpty();
  }

  @Test
  void aPageTellsWhereItStands() {
    for (String tag : List.of("1", "2", "3", "4", "5", "other")) {
      image(tag);
    }
    for (Order order : Order.values()) {
      TagQuery first = new TagQuery(Part.IMAGES, "", order, null, 2);
      TagPage page = tagList.page(id(), first);
      assertThat(counts.place(id(), first, page.previous())).isEqualTo(new TagCounts.Place(0, 6));
      TagQuery second = new TagQuery(Part.IMAGES, "", order, page.next(), 2);
      assertThat(counts.place(id(), second, tagList.page(id(), second).previous()))
          .isEqualTo(new TagCounts.Place(2, 6));
    }
    TagQuery filtered = new TagQuery(Part.IMAGES, "OTH", Order.NAME, null, 2);
    assertThat(counts.place(id(), filtered, null)).isEqualTo(new TagCounts.Place(0, 1));
  }

  @Test
  void tagsOfAnOlderVersionAreOrderedAnewAndOnNoPageMissedMeanwhile() {
    Digest digest = image("6.0.10");
    for (String tag : List.of("6.0.9", "latest", "alpine", "6.0.10-rc1")) {
      image(tag);
    }
    artifact("buildcache", "application/vnd.buildkit.cacheconfig.v0", "application/octet-stream");
    artifact(
        digest.toString().replace(':', '-') + ".sig",
        "application/vnd.oci.image.config.v1+json",
        SIGNATURE);
    List<String> inOrder = names(Part.ALL, Order.VERSION);
    // as the version before wrote them
    jdbc.sql(
            """
            update tag set sort_key = case when name ~ '^[0-9]' then '1' else '0' end || name
            where repository_id = ? and name <> '6.0.9'
            """)
        .param(id())
        .update();
    TagPage page = tagList.page(id(), new TagQuery("", Order.VERSION, null, 3));
    assertThat(page.tags()).hasSize(3);
    assertThat(tagList.page(id(), new TagQuery("", Order.VERSION, page.next(), 100)).tags())
        .hasSize(4);

    reordering.run();
    assertThat(names(Part.ALL, Order.VERSION)).isEqualTo(inOrder);
    assertThat(names(Part.IMAGES, Order.VERSION))
        .containsExactly("latest", "6.0.10", "6.0.10-rc1", "6.0.9", "alpine");
    assertThat(
            jdbc.sql("select count(*) from tag where sort_key < '2' and sort_key >= '0'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void beforeTagsAreDeletedItIsKnownWhatStays() {
    Digest digest = image("1.0");
    put("1", client.get("/v2/" + repository + "/manifests/1.0").body(), RegistryClient.OCI);
    image("2.0");
    List<TagDeletionPreview.Line> lines = preview.of(id(), List.of("1.0", "2.0", "none", "\0"));
    assertThat(lines)
        .extracting(TagDeletionPreview.Line::tag, TagDeletionPreview.Line::kept)
        .containsExactly(tuple("2.0", false), tuple("1.0", true));
    assertThat(lines.getLast().others()).containsExactly("1");
    assertThat(lines.getLast().digest()).isEqualTo(digest.toString());
    assertThat(preview.of(id(), List.of("1.0", "1"))).noneMatch(TagDeletionPreview.Line::kept);
  }
}
