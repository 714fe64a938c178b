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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@RegistryTest
class ReferrersTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  private Person maria;
  private String repository;
  private RegistryClient client;
  private Digest subject;

  @BeforeEach
  void anImage() {
    maria = people.confirmed("referrers" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port);
    client.pushBlob(repository, utf8("{}"));
    subject = client.pushImage(repository, "1", utf8("layer"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] artifact(String type, int number, @Nullable Digest about) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"%s\",\"config\":%s,\"layers\":[],%s\"annotations\":{\"n\":\"%d\"}}"
            .formatted(
                OCI,
                type,
                descriptor("application/vnd.oci.empty.v1+json", Digest.sha256(utf8("{}")), 2),
                about == null ? "" : "\"subject\":" + descriptor(OCI, about, 7) + ",",
                number));
  }

  private String push(String type, int number, @Nullable Digest about) {
    byte[] manifest = artifact(type, number, about);
    String digest = Digest.sha256(manifest).toString();
    Reply reply =
        client.put("/v2/" + repository + "/manifests/" + digest, manifest, "Content-Type", OCI);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("OCI-Subject")).isEqualTo(about == null ? "" : about.toString());
    return digest;
  }

  private List<String> walk(String query) {
    List<String> found = new ArrayList<>();
    String path = "/v2/" + repository + "/referrers/" + subject + query;
    while (!path.isEmpty()) {
      Reply page = client.get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).isEqualTo(OCI_INDEX);
      page.json().path("manifests").forEach(it -> found.add(it.path("digest").asString()));
      String link = page.header("Link");
      path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }
    return found;
  }

  @Test
  void listsThemAPageAtATimeAlsoOfOneType() {
    List<String> signatures = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      signatures.add(push("test/signature+x", i, subject));
      all.add(push("test/sbom", i, subject));
      push("test/signature+x", i, Digest.sha256(utf8("another")));
    }
    all.addAll(signatures);

    for (String n : List.of("", "n=1", "n=3", "n=7", "n=100000")) {
      assertThat(walk(n.isEmpty() ? "" : "?" + n)).isEqualTo(all.stream().sorted().toList());
      assertThat(walk("?artifactType=test/signature%2Bx" + (n.isEmpty() ? "" : "&" + n)))
          .isEqualTo(signatures.stream().sorted().toList());
    }
    Reply none = client.get("/v2/" + repository + "/referrers/" + subject + "?n=0");
    assertThat(none.json().path("manifests")).isEmpty();
    assertThat(none.header("Link")).isEmpty();
    assertThat(walk("?artifactType=test/other")).isEmpty();
    assertThat(client.get("/v2/" + repository + "/referrers/" + subject + "?last=nonsense").error())
        .isEqualTo("DIGEST_INVALID");
    assertThat(client.get("/v2/" + repository + "/referrers/" + subject + "?n=x").status())
        .isEqualTo(400);
  }

  @Test
  void repeatsWhatLongOnesSayBesideShortOnes() {
    push("test/short", 1, subject);
    String said = "x".repeat(20_000);
    byte[] longOne =
        utf8(
            new String(artifact("test/long", 2, subject), StandardCharsets.UTF_8)
                .replace("\"n\":\"2\"", "\"n\":\"" + said + "\""));
    client.put(
        "/v2/" + repository + "/manifests/" + Digest.sha256(longOne), longOne, "Content-Type", OCI);

    List<String> annotations = new ArrayList<>();
    client
        .get("/v2/" + repository + "/referrers/" + subject)
        .json()
        .path("manifests")
        .forEach(it -> annotations.add(it.path("annotations").path("n").asString()));

    assertThat(annotations).containsExactlyInAnyOrder("1", said);
  }

  @Test
  void includesWhatClientsWithoutTheApiHaveListedUnderTheFallbackTag() {
    String direct = push("test/sbom", 1, subject);
    String listed = push("test/sbom", 2, null);
    String other = push("test/signature", 3, null);
    String foreign = push("test/sbom", 4, Digest.sha256(utf8("another")));
    StringBuilder entries = new StringBuilder();
    for (String digest : List.of(direct, listed, other, foreign)) {
      entries.append(entries.isEmpty() ? "" : ",").append(descriptor(OCI, Digest.parse(digest), 1));
    }
    String missing = descriptor(OCI, Digest.sha256(utf8("never pushed")), 1);
    Reply put =
        client.put(
            "/v2/" + repository + "/manifests/sha256-" + subject.hex(),
            utf8("{\"schemaVersion\":2,\"manifests\":[%s,%s]}".formatted(entries, missing)),
            "Content-Type",
            OCI_INDEX);
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.http().headers().allValues("Warning"))
        .anyMatch(it -> it.startsWith("299 - \"") && it.contains("fallback tag"));

    for (String n : List.of("", "&n=1")) {
      assertThat(walk("?x=y" + n))
          .isEqualTo(List.of(direct, listed, other).stream().sorted().toList());
      assertThat(walk("?artifactType=test/sbom" + n))
          .isEqualTo(List.of(direct, listed).stream().sorted().toList());
    }
    assertThat(
            client
                .get("/v2/" + repository + "/referrers/" + subject + "?artifactType=test/signature")
                .json()
                .path("manifests")
                .path(0)
                .path("annotations")
                .path("n")
                .asString())
        .isEqualTo("3");
  }

  @Test
  void copiesTheTypeOfAnImagesConfigurationAndNoneForAnIndex() {
    Digest config = client.pushBlob(repository, utf8("{}"));
    byte[] image =
        utf8(
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"subject\":%s}"
                .formatted(descriptor("test/config", config, 2), descriptor(OCI, subject, 1)));
    byte[] index =
        utf8(
            "{\"schemaVersion\":2,\"manifests\":[],\"subject\":%s}"
                .formatted(descriptor(OCI, subject, 1)));
    client.put(
        "/v2/" + repository + "/manifests/" + Digest.sha256(image), image, "Content-Type", OCI);
    client.put(
        "/v2/" + repository + "/manifests/" + Digest.sha256(index),
        index,
        "Content-Type",
        OCI_INDEX);

    client
        .get("/v2/" + repository + "/referrers/" + subject)
        .json()
        .path("manifests")
        .forEach(
            it -> {
              boolean isIndex = it.path("mediaType").asString().equals(OCI_INDEX);
              assertThat(it.path("artifactType").asString(""))
                  .isEqualTo(isIndex ? "" : "test/config");
              assertThat(it.has("artifactType")).isEqualTo(!isIndex);
            });
    assertThat(walk("")).hasSize(2);
  }

  @Test
  void refusesATypeThatNoIndexCouldHold() {
    byte[] manifest = artifact("t/" + "x".repeat(255), 1, subject);
    assertThat(
            client.put("/v2/" + repository + "/manifests/1", manifest, "Content-Type", OCI).error())
        .isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void readsAPageOfOneTypeAlongTheIndexHoweverManyThereAre() {
    jdbc.sql(
            """
            insert into manifest (repository_id, digest, media_type, artifact_type, size, body,
                                  subject, total_bytes)
            select r.id, '\\x01'::bytea || sha256(convert_to(n::text, 'UTF8')), ?,
                   'test/' || n % 2, 100, ''::bytea, ?, 0
            from repository r, generate_series(1, 10000) n
            where r.namespace_id = ?
            """)
        .param(OCI)
        .param(subject.bytes())
        .param(maria.id())
        .update();
    jdbc.sql("analyze manifest").update();

    assertThat(walk("?artifactType=test/1")).hasSize(5000).isSorted();
    assertThat(walk("")).hasSize(10_000).isSorted();
    String plan =
        String.join(
            "\n",
            jdbc.sql(
                    """
                    explain (costs off)
                    select digest from manifest m
                    where m.repository_id = 1 and m.subject = ? and m.artifact_type = 'test/1'
                      and m.digest > ''
                    order by m.digest limit 501
                    """)
                .param(subject.bytes())
                .query(String.class)
                .list());
    assertThat(plan).contains("Index").doesNotContain("Sort", "Seq Scan");
  }
}
