package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.browse.ImageDetail;
import hub.registry.browse.ImageDetails;
import hub.registry.browse.LayerSize;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.Step;
import hub.registry.browse.TagList;
import hub.registry.browse.TagPage;
import hub.registry.browse.TagQuery;
import hub.registry.browse.TagQuery.Order;
import hub.registry.browse.TagSummary;
import hub.registry.protocol.People.Person;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RegistryTest
class ImagesTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired Permissions permissions;
  @Autowired ImageDetails images;
  @Autowired TagList tagList;

  private Person maria;
  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    maria = people.confirmed("maria" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port);
  }

  private long id(String name) {
    return permissions
        .see(maria.caller(), RepositoryName.parse(name))
        .orElseThrow()
        .repository()
        .id();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> allPages(Order order, String filter, int size) {
    List<String> names = new ArrayList<>();
    String cursor = null;
    TagPage page;
    do {
      page = tagList.page(id(repository), new TagQuery(filter, order, cursor, size));
      page.tags().forEach(tag -> names.add(tag.name()));
      cursor = page.next();
    } while (cursor != null);
    return names;
  }

  @Test
  void ordersTagsAsVersionsAndPagesThroughThemBothWays() {
    for (String tag :
        List.of("6.0.9", "latest", "6.0.10", "6.0.10-rc1", "v5.1", "alpine", "6.0.10-alpine")) {
      client.pushImage(repository, tag, utf8("layer"));
    }

    assertThat(allPages(Order.VERSION, "", 2))
        .containsExactly(
            "latest", "6.0.10", "6.0.10-alpine", "6.0.10-rc1", "6.0.9", "v5.1", "alpine");
    assertThat(allPages(Order.NEWEST, "", 3))
        .containsExactly(
            "6.0.10-alpine", "alpine", "v5.1", "6.0.10-rc1", "6.0.10", "latest", "6.0.9");
    assertThat(allPages(Order.OLDEST, "", 3))
        .containsExactly(
            "6.0.9", "latest", "6.0.10", "6.0.10-rc1", "v5.1", "alpine", "6.0.10-alpine");
    assertThat(allPages(Order.NAME, "ALP", 1)).containsExactly("6.0.10-alpine", "alpine");

    TagPage first = tagList.page(id(repository), new TagQuery("", Order.VERSION, null, 3));
    TagPage second = tagList.page(id(repository), new TagQuery("", Order.VERSION, first.next(), 3));
    TagPage back =
        tagList.page(id(repository), new TagQuery("", Order.VERSION, second.previous(), 3));
    assertThat(back.tags()).isEqualTo(first.tags());
    assertThat(first.previous()).isNull();
    assertThat(back.previous()).isNull();
    assertThat(back.next()).isNotNull();
    assertThat(tagList.count(id(repository))).isEqualTo(7);
    assertThat(tagList.page(id(repository), new TagQuery("", Order.NEWEST, "nonsense", 10)).tags())
        .hasSize(7);
  }

  @Test
  void showsTheLayersWithTheCommandsThatMadeThemAndTheBaseTheyBuildOn() {
    Person chief = people.siteAdmin("chief" + maria.name());
    byte[] base = utf8("a base of " + maria.name());
    chief.client(port).pushImage("library/debian" + maria.name(), "bookworm", base);
    Digest digest =
        client.pushImage(
            repository,
            "1.0",
            """
            {"os":"linux","architecture":"arm64","variant":"v8","created":"2026-01-02T03:04:05Z",
             "config":{"Env":["A=b"],"Cmd":["serve"],"ExposedPorts":{"80/tcp":{}},
                       "Labels":{"a":"b"},"User":"app"},
             "history":[
               {"created_by":"/bin/sh -c #(nop) ADD file:1 in / "},
               {"created_by":"ENV A=b","empty_layer":true},
               {"created_by":"RUN /bin/sh -c apt-get update # buildkit"},
               {"created_by":"/bin/sh -c make install"}]}
            """,
            base,
            utf8("second"),
            utf8("third layer"));

    ImageDetail image = images.find(id(repository), digest.toString()).orElseThrow();
    assertThat(image.platform()).isEqualTo("linux/arm64/v8");
    assertThat(image.base()).isEqualTo("debian" + maria.name() + ":bookworm");
    assertThat(image.history())
        .extracting(Step::command)
        .containsExactly("ADD file:1 in /", "ENV A=b", "RUN apt-get update", "RUN make install");
    assertThat(image.history()).extracting(Step::base).containsExactly(true, false, false, false);
    assertThat(image.history().get(1).digest()).isNull();
    assertThat(image.history().get(3).bytes()).isEqualTo(11);
    assertThat(image.configuration().cmd()).containsExactly("serve");
    assertThat(image.configuration().exposedPorts()).containsExactly("80/tcp");
    assertThat(image.configuration().user()).isEqualTo("app");

    TagSummary tag = tagList.find(id(repository), "1.0").orElseThrow();
    assertThat(tag.pushedBy()).isEqualTo(maria.name());
    assertThat(tag.images()).hasSize(1);
    assertThat(tag.images().getFirst().layers())
        .extracting(LayerSize::base)
        .containsExactly(true, false, false);
    assertThat(tag.images().getFirst().bytes()).isEqualTo(image.bytes());
  }

  @Test
  void showsThePlatformsOfAnIndexWithoutAttestations() {
    Digest amd =
        client.pushImage(
            repository, "amd", "{\"os\":\"linux\",\"architecture\":\"amd64\"}", utf8("x"));
    Digest arm =
        client.pushImage(
            repository, "arm", "{\"os\":\"linux\",\"architecture\":\"arm64\"}", utf8("y"));
    Digest attestation = client.pushImage(repository, "att", "{\"attestation\":true}", utf8("z"));
    byte[] index =
        utf8(
            """
            {"schemaVersion":2,"manifests":[%s,%s,%s]}
            """
                .formatted(
                    child(amd, "amd", "\"os\":\"linux\",\"architecture\":\"amd64\""),
                    child(
                        arm,
                        "arm",
                        "\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\""),
                    child(attestation, "att", "\"os\":\"unknown\",\"architecture\":\"unknown\"")));
    assertThat(
            client
                .put(
                    "/v2/" + repository + "/manifests/all",
                    index,
                    "Content-Type",
                    RegistryClient.OCI_INDEX)
                .status())
        .isEqualTo(201);

    TagSummary tag = tagList.find(id(repository), "all").orElseThrow();
    assertThat(tag.images())
        .extracting(PlatformImage::platform)
        .containsExactly("linux/amd64", "linux/arm64/v8");
    assertThat(images.find(id(repository), Digest.sha256(index).toString())).isEmpty();
    assertThat(tagList.find(id(repository), "none")).isEmpty();
  }

  private String child(Digest digest, String tag, String platform) {
    int size = client.get("/v2/" + repository + "/manifests/" + tag).body().length;
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{%s}}"
        .formatted(RegistryClient.OCI, digest, size, platform);
  }

  @Test
  void namesTheOtherTagsOfTheSameDigest() {
    for (String tag : List.of("1", "1.2", "1.2.3")) {
      client.pushImage(repository, tag, utf8("same"));
    }

    TagSummary tag = tagList.find(id(repository), "1.2").orElseThrow();
    assertThat(tag.alsoTagged()).containsExactly("1.2.3", "1");
    assertThat(tag.moreAliases()).isFalse();
    assertThat(tagList.aliases(id(repository), tag.digest())).containsExactly("1.2.3", "1.2", "1");

    for (String other : List.of("a", "b", "c", "d")) {
      client.pushImage(repository, other, utf8("same"));
    }
    TagSummary of = tagList.find(id(repository), "1.2").orElseThrow();
    assertThat(of.alsoTagged()).hasSize(5).doesNotContain("1.2");
    assertThat(of.moreAliases()).isTrue();
  }
}
