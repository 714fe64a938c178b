package hub.web.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import hub.registry.ArtifactKind;
import hub.registry.tag.VersionOrder;
import hubtesting.FreshDatabase;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Lists of tags, what stands for a repository, and deleting tags on the page. */
@SpringBootTest
@AutoConfigureMockMvc
@FreshDatabase
class TagPagesTests {

  private static final String TAGS = "/r/marialima/tea/tags";
  private static final String DELETE = "/r/marialima/tea/delete-tags";

  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  private long maria;
  private long renata;
  private long tea;

  @BeforeEach
  void aRepository() {
    jdbc.sql("delete from tag").update();
    jdbc.sql("delete from manifest").update();
    jdbc.sql("delete from repository").update();
    maria = person("marialima");
    renata = person("renata");
    tea = repository("tea", "public");
  }

  private long person(String name) {
    jdbc.sql(
            """
            insert into account (name, kind, email, email_confirmed_at, password_hash)
            values (:name, 'person', :name || '@example.org', now(), 'none')
            on conflict (name) do nothing
            """)
        .param("name", name)
        .update();
    return jdbc.sql("select id from account where name = ?").param(name).query(Long.class).single();
  }

  private long repository(String name, String visibility) {
    return jdbc.sql(
            """
            insert into repository (namespace_id, name, visibility) values (?, ?, ?) returning id
            """)
        .param(maria)
        .param(name)
        .param(visibility)
        .query(Long.class)
        .single();
  }

  private static RequestPostProcessor as(long account) {
    return authentication(
        UsernamePasswordAuthenticationToken.authenticated(Long.toString(account), null, List.of()));
  }

  /** An image of that content under each of these tags. */
  private void image(String content, String... tags) {
    push(content, ArtifactKind.IMAGE, "{}", tags);
  }

  private void push(String content, ArtifactKind kind, String labels, String... tags) {
    jdbc.sql(
            """
            insert into manifest
              (repository_id, digest, media_type, artifact_type, kind, size, body, total_bytes,
               platform, pushed_by, about)
            values (:repository, '\\x01'::bytea || sha256(:content::bytea),
                    'application/vnd.oci.image.manifest.v1+json', 'application/x', :kind, 2, '{}',
                    5000, case when :kind = 'image' then 'linux/amd64' end, :pusher,
                    jsonb_build_object('kind', :kind, 'labels', :labels::jsonb))
            """)
        .param("repository", tea)
        .param("content", content)
        .param("kind", kind.text())
        .param("pusher", maria)
        .param("labels", labels)
        .update();
    for (String tag : tags) {
      jdbc.sql(
              """
              insert into tag (repository_id, name, digest, sort_key, pushed_by, pushed_at)
              values (:repository, :tag, '\\x01'::bytea || sha256(:content::bytea), :key, :pusher,
                      clock_timestamp())
              """)
          .param("repository", tea)
          .param("tag", tag)
          .param("content", content)
          .param("key", VersionOrder.key(tag, kind))
          .param("pusher", maria)
          .update();
    }
  }

  private String page(String path) {
    try {
      var result = mvc.get().uri(path).exchange();
      assertThat(result).hasStatusOk();
      return result.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names in each row. */
  private static List<List<String>> rows(String page) {
    return Arrays.stream(page.split("</tr>"))
        .map(
            row ->
                Pattern.compile("class=\"tagname\"><a[^>]*>([^<]*)<")
                    .matcher(row)
                    .results()
                    .map(MatchResult::group)
                    .map(it -> it.replaceAll(".*>([^<]*)<", "$1"))
                    .toList())
        .filter(names -> !names.isEmpty())
        .toList();
  }

  @Test
  void latestIsInSightAndTagsThatFollowAReleaseShareItsRow() {
    image("new", "2.0.0", "2.0", "2", "latest");
    image("variant", "2.0.0-alpine", "2.0-alpine");
    image("candidate", "2.0.0-rc.1", "next");
    image("old", "1.9.0", "1.9", "edge");
    String page = page(TAGS);
    assertThat(rows(page))
        .containsExactly(
            List.of("2.0.0", "2.0", "2", "latest"),
            List.of("2.0.0-alpine", "2.0-alpine"),
            List.of("2.0.0-rc.1"),
            List.of("1.9.0", "1.9"),
            List.of("edge"),
            List.of("next"));
    assertThat(page).contains("11 tags");
    // in another order each has its own row
    assertThat(rows(page(TAGS + "?sort=name"))).hasSize(11);
  }

  @Test
  void aPageSaysWhichOfAllItShows() {
    for (int i = 1; i <= 30; i++) {
      image("image " + i, "1." + i);
    }
    assertThat(page(TAGS)).contains("1–25 of 30 tags");
    String next =
        page(TAGS)
            .replaceAll("(?s).*<a class=\"page-link\" href=\"([^\"]+)\" rel=\"next\".*", "$1");
    assertThat(page(URI.create(next.replace("&amp;", "&")).toString()))
        .contains("26–30 of 30 tags");
  }

  @Test
  void whatToolsKeepIsFoldedUnderItsImage() throws Exception {
    image("new", "1.0");
    String hex =
        jdbc.sql("select encode(sha256('new'::bytea), 'hex')").query(String.class).single();
    push("signature", ArtifactKind.SIGNATURE, "{}", "sha256-" + hex + ".sig");
    push("cache", ArtifactKind.CACHE, "{}", "buildcache");
    String page = page(TAGS);
    assertThat(rows(page)).containsExactly(List.of("1.0"));
    assertThat(page).contains(">signature</a>", "part=helpers", "and 2 tags of tools", "1 tag<");
    assertThat(rows(page(TAGS + "?part=helpers"))).hasSize(2);
    assertThat(page("/r/marialima/tea"))
        .contains("docker pull</span> localhost:8080/marialima/tea:1.0");
  }

  @Test
  void aTagIsDeletedByWhoMayAndOnlyAfterItWasAsked() {
    image("new", "2.0.0", "2.0", "latest");
    image("old", "1.0.0");
    for (long account : List.of(renata)) {
      assertThat(mvc.get().uri(DELETE).param("tag", "1.0.0").with(as(account))).hasStatus(403);
      assertThat(mvc.post().uri(DELETE).param("tag", "1.0.0").with(as(account)).with(csrf()))
          .hasStatus(403);
    }
    assertThat(page(TAGS)).doesNotContain("delete-tags\" ", "type=\"checkbox\"");
    assertThat(mvc.get().uri(TAGS).with(as(maria)))
        .bodyText()
        .contains("value=\"2.0.0,2.0,latest\"");

    assertThat(
            mvc.get().uri(DELETE).param("tag", "2.0.0,2.0").param("tag", "1.0.0").with(as(maria)))
        .hasStatusOk()
        .bodyText()
        .contains("Delete 3 tags?", "What it points to stays as", ">latest<")
        .containsOnlyOnce("Nothing else points to it.");
    assertThat(mvc.post().uri(DELETE).param("tag", "1.0.0").with(as(maria))).hasStatus(403);
    assertThat(rows(page(TAGS))).hasSize(2);

    assertThat(
            mvc.post()
                .uri(DELETE)
                .param("tag", "1.0.0")
                .param("tag", "2.0")
                .param("tag", "none")
                .with(as(maria))
                .with(csrf()))
        .hasRedirectedUrl(TAGS);
    assertThat(rows(page(TAGS))).containsExactly(List.of("2.0.0", "latest"));
    assertThat(
            jdbc.sql("select object from activity where action = 'tag.delete' and actor_id = ?")
                .param(maria)
                .query(String.class)
                .list())
        .contains("1.0.0", "2.0");
    assertThat(mvc.post().uri(DELETE).with(as(maria)).with(csrf())).hasRedirectedUrl(TAGS);
    assertThat(rows(page(TAGS))).hasSize(1);
  }

  @Test
  void thePageOfARepositorySaysWhatTheImageSaysOfItselfAndReadsLinksAgainstItsSource() {
    push(
        "labelled",
        ArtifactKind.IMAGE,
        """
        {"org.opencontainers.image.source": "https://github.com/ada/tea",
         "org.opencontainers.image.licenses": "Apache-2.0",
         "org.opencontainers.image.documentation": "javascript:alert(1)"}
        """,
        "1.0");
    jdbc.sql("update repository set overview = '[guide](docs/a.md)' where id = ?")
        .param(tea)
        .update();
    assertThat(page("/r/marialima/tea"))
        .contains("Apache-2.0", "href=\"https://github.com/ada/tea\"", ">github.com/ada/tea</a>")
        .contains("href=\"https://github.com/ada/tea/blob/HEAD/docs/a.md\"")
        .doesNotContain("javascript:alert");
  }

  @Test
  void aChartIsTakenByHelmOnEveryPage() {
    push("chart", ArtifactKind.CHART, "{}", "0.1.0");
    assertThat(page("/r/marialima/tea"))
        .contains("helm pull", "Helm chart", "5.0\u00a0kB")
        .doesNotContain("docker pull");
    assertThat(page(TAGS))
        .contains("helm pull", "Helm chart", "5.0\u00a0kB")
        .doesNotContain("docker pull");
    assertThat(mvc.get().uri("/repositories").with(as(maria)))
        .bodyText()
        .contains("5.0\u00a0kB")
        .doesNotContain(">0\u00a0B</span>");
  }

  @Test
  void addressesThatPeopleTypeLeadToThePage() {
    image("new", "1.0");
    assertThat(mvc.get().uri("/r/MariaLima/TEA/tags?sort=name"))
        .hasRedirectedUrl(TAGS + "?sort=name");
    assertThat(mvc.get().uri("/r/marialima/tea/")).hasRedirectedUrl("/r/marialima/tea");
    assertThat(mvc.get().uri("/marialima/tea")).hasRedirectedUrl("/r/marialima/tea");
    assertThat(mvc.get().uri("/marialima/tea:1.0")).hasRedirectedUrl("/r/marialima/tea");
    // none of it tells what is private
    repository("kept-secret", "private");
    for (String name : List.of("kept-secret", "absent")) {
      assertThat(mvc.get().uri("/marialima/" + name)).hasStatus(404);
      assertThat(mvc.get().uri("/marialima/" + name).with(as(renata))).hasStatus(404);
      assertThat(mvc.get().uri("/r/MARIALIMA/" + name)).hasRedirectedUrl("/r/marialima/" + name);
    }
    assertThat(mvc.get().uri("/marialima/kept-secret").with(as(maria)))
        .hasRedirectedUrl("/r/marialima/kept-secret");
    assertThat(mvc.post().uri("/marialima/tea").with(csrf()).with(as(maria))).hasStatus(404);
  }

  @Test
  void whatOthersHaveDoneIsNoStepOfANewcomer() {
    image("new", "1.0");
    jdbc.sql("insert into collaborator (repository_id, account_id) values (?, ?)")
        .param(tea)
        .param(renata)
        .update();
    assertThat(mvc.get().uri("/repositories").with(as(renata)))
        .bodyText()
        .contains("marialima", "tea", "1 of 4");
    assertThat(mvc.get().uri("/repositories").with(as(maria))).bodyText().contains("2 of 4");
  }

  @Test
  void aCollaboratorIsRemovedAfterItWasAsked() {
    jdbc.sql("insert into collaborator (repository_id, account_id) values (?, ?)")
        .param(tea)
        .param(renata)
        .update();
    String people = "/r/marialima/tea/collaborators";
    assertThat(mvc.get().uri(people).with(as(maria))).bodyText().contains("Write");
    assertThat(mvc.get().uri(people + "/remove").param("person", "renata").with(as(maria)))
        .hasStatusOk()
        .bodyText()
        .contains("Remove renata?", "They can still pull it");
    assertThat(mvc.get().uri(people + "/remove").param("person", "nobody").with(as(maria)))
        .hasRedirectedUrl(people);
    assertThat(mvc.get().uri(people + "/remove").param("person", "renata").with(as(renata)))
        .hasStatus(403);
  }

  @Test
  void aSearchThatFindsNothingSaysWhereToGo() {
    assertThat(mvc.get().uri("/search").param("q", "zzzqqq").with(as(maria)))
        .bodyText()
        .contains("Explore all images", "Create repository zzzqqq", "name=zzzqqq")
        .doesNotContain("In a terminal", "name=\"sort\"");
    assertThat(mvc.get().uri("/search").param("q", "zzzqqq"))
        .bodyText()
        .doesNotContain("Create repository");
    assertThat(mvc.get().uri("/explore")).bodyText().doesNotContain("Best match");
  }
}
