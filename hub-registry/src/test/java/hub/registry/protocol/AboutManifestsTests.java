package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.browse.ImageDetail;
import hub.registry.browse.ImageDetails;
import hub.registry.browse.Step;
import hub.registry.protocol.People.Person;
import hub.registry.store.BlobStore;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a manifest is about is read once, when it is pushed. */
@RegistryTest
class AboutManifestsTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final String CONFIGURATION =
      """
      {"os":"linux","architecture":"arm64","variant":"v8","created":"2026-01-02T03:04:05Z",
       "author":"Maria","config":{"Entrypoint":["/app"],"Cmd":["serve"],"Env":["A=b"],
         "ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},"Labels":{"team":"%s"},
         "User":"app","WorkingDir":"/srv"},
       "history":[{"created_by":"RUN /bin/sh -c make # buildkit","comment":"buildkit.v0"},
                  {"comment":"only a comment","empty_layer":true}]}
      """;

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired ImageDetails images;
  @Autowired Permissions permissions;
  @Autowired BlobStore store;
  @Autowired JdbcClient jdbc;

  private String repository;
  private RegistryClient client;
  private Person person;

  @BeforeEach
  void aPersonAndARepository() {
    person = people.confirmed("about" + COUNT.incrementAndGet());
    repository = person.name() + "/app";
    client = person.client(port);
  }

  @Test
  void aPageOfWhatIsPushedNeedsNoLookIntoTheStore() throws IOException {
    String configuration = CONFIGURATION.formatted(repository);
    Digest digest = client.pushImage(repository, "1", configuration, utf8("layer"));
    loseBytesOf(configuration);

    assertShowsAll(find(digest));
  }

  @Test
  void anImageThatAnOlderVersionTookIsLookedIntoOnce() throws IOException {
    String configuration = CONFIGURATION.formatted(repository);
    Digest digest = client.pushImage(repository, "1", configuration, utf8("layer"));
    forget(digest);

    assertShowsAll(find(digest));
    loseBytesOf(configuration);
    assertShowsAll(find(digest));
  }

  @Test
  void nothingIsKeptWhileAConfigurationCannotBeRead() throws IOException {
    String configuration = CONFIGURATION.formatted(repository);
    Digest digest = client.pushImage(repository, "1", configuration, utf8("layer"));
    forget(digest);
    loseBytesOf(configuration);

    ImageDetail image = find(digest);

    assertThat(image.configuration().labels()).isEmpty();
    assertThat(image.kind()).isEqualTo(ArtifactKind.IMAGE);
    assertThat(about(digest)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON at all",
        "[]",
        "null",
        "\"text\"",
        "{\"config\":\"text\",\"history\":{\"a\":\"b\"},\"created\":12,\"author\":[]}",
        "{\"created\":\"yesterday\"}",
        "{\"created\":\"+999999999-12-31T23:59:59Z\"}",
        "{\"created\":\"0001-01-01T00:00:00Z\"}",
        "{\"history\":[1,\"text\",null,{\"created_by\":{},\"comment\":7,\"empty_layer\":\"x\"}]}",
        "{\"config\":{\"Labels\":[1],\"Cmd\":{\"a\":\"b\"},\"Env\":\"A=b\",\"User\":{},"
            + "\"ExposedPorts\":[\"80\"],\"Entrypoint\":[1,null,{}]}}",
        "{\"author\":\"a\\u0000b\",\"config\":{\"Labels\":{\"x\\u0000\":\"\\u0000y\",\"z\":4},"
            + "\"Cmd\":[\"\\u0000\"],\"Volumes\":{\"\\u0000\":1}}}",
        "{\"author\":\"\\ud800\",\"config\":{\"Labels\":{\"\\udfff\":\"\\ud83d\"}}}",
      })
  void anOddConfigurationIsTakenAndShown(String configuration) {
    Digest digest = client.pushImage(repository, "odd", configuration, utf8("layer"));

    ImageDetail pushed = find(digest);
    assertThat(pushed.createdAt()).isNull();
    assertThat(pushed.kind()).isEqualTo(ArtifactKind.IMAGE);
    assertThat(about(digest)).isNotNull();
    forget(digest);
    ImageDetail recalled = find(digest);
    assertThat(about(digest)).isNotNull();
    assertThat(recalled.history()).isEqualTo(pushed.history());
    assertThat(find(digest)).isEqualTo(pushed);
  }

  @Test
  void aConfigurationThatIsNestedTooDeepOrTooLargeIsTakenAndNotLookedInto() {
    String deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    String large = "{\"author\":\"%s\"}".formatted("a".repeat(5 * 1024 * 1024));
    String many = "{\"history\":[" + "{},".repeat(300_000) + "{}]}";
    for (String configuration : new String[] {deep, large, many}) {
      Digest digest = client.pushImage(repository, "large", configuration, utf8("layer"));

      assertThat(find(digest).configuration().author()).isNull();
      assertThat(about(digest)).contains("image");
    }
  }

  @Test
  void anArtifactTellsByItsAnnotationsWhenItWasMade() {
    byte[] empty = utf8("{}");
    byte[] manifest =
        utf8(
            """
            {"schemaVersion":2,"artifactType":"application/spdx+json","config":%s,"layers":[],
             "annotations":{"org.opencontainers.image.created":"2026-05-06T07:08:09Z"}}
            """
                .formatted(
                    RegistryClient.descriptor(
                        "application/vnd.oci.empty.v1+json",
                        client.pushBlob(repository, empty),
                        empty.length)));
    assertThat(
            client
                .put(
                    "/v2/" + repository + "/manifests/list",
                    manifest,
                    "Content-Type",
                    RegistryClient.OCI)
                .status())
        .isEqualTo(201);

    ImageDetail artifact = find(Digest.sha256(manifest));

    assertThat(artifact.kind()).isEqualTo(ArtifactKind.SBOM);
    assertThat(artifact.createdAt()).isEqualTo(Instant.parse("2026-05-06T07:08:09Z"));
    assertThat(artifact.platform()).isNull();
  }

  private void assertShowsAll(ImageDetail image) {
    assertThat(image.kind()).isEqualTo(ArtifactKind.IMAGE);
    assertThat(image.platform()).isEqualTo("linux/arm64/v8");
    assertThat(image.createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(image.configuration().entrypoint()).containsExactly("/app");
    assertThat(image.configuration().cmd()).containsExactly("serve");
    assertThat(image.configuration().env()).containsExactly("A=b");
    assertThat(image.configuration().exposedPorts()).containsExactly("80/tcp");
    assertThat(image.configuration().volumes()).containsExactly("/data");
    assertThat(image.configuration().labels()).isEqualTo(Map.of("team", repository));
    assertThat(image.configuration().user()).isEqualTo("app");
    assertThat(image.configuration().workingDir()).isEqualTo("/srv");
    assertThat(image.configuration().author()).isEqualTo("Maria");
    assertThat(image.history())
        .extracting(Step::command)
        .containsExactly("RUN make", "only a comment");
  }

  private ImageDetail find(Digest digest) {
    return images.find(id(), digest.toString()).orElseThrow();
  }

  private long id() {
    return permissions
        .see(person.caller(), RepositoryName.parse(repository))
        .orElseThrow()
        .repository()
        .id();
  }

  /** As a row that was written before such things were kept. */
  private void forget(Digest digest) {
    int rows =
        jdbc.sql(
                """
                update manifest set about = null, about_form = 0, kind = null
                where repository_id = ? and digest = ?
                """)
            .param(id())
            .param(digest.bytes())
            .update();
    assertThat(rows).isEqualTo(1);
  }

  private @Nullable String about(Digest digest) {
    return jdbc.sql("select about from manifest where repository_id = ? and digest = ?")
        .param(id())
        .param(digest.bytes())
        .query((row, index) -> new About(row.getString(1)))
        .single()
        .text();
  }

  private record About(@Nullable String text) {}

  private void loseBytesOf(String configuration) throws IOException {
    String key =
        jdbc.sql("select storage_key from blob where digest = ?")
            .param(Digest.sha256(utf8(configuration)).bytes())
            .query(String.class)
            .single();
    store.delete(key);
    assertThat(store.size(key)).isEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
