package hub.web.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import hubtesting.FreshDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pages of repositories, as visitors, owners and strangers see them. */
@SpringBootTest
@AutoConfigureMockMvc
@FreshDatabase
class RepositoryPagesTests {

  private static final String HTML = "<script>alert('x')</script>";
  private static final String SQL = "'; drop table repository; --";

  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  private long maria;
  private long renata;

  @BeforeEach
  void people() {
    jdbc.sql("delete from repository").update();
    maria = person("marialima");
    renata = person("renata");
  }

  @Test
  void aRepositoryIsMadeAndItsPageWaitsForThePush() {
    assertThat(create("painel", "Panel of invoices", "public"))
        .hasRedirectedUrl("/r/marialima/painel");
    assertThat(mvc.get().uri("/r/marialima/painel").with(as(maria)))
        .hasStatusOk()
        .bodyText()
        .contains("Waiting for the first push", "docker push", "/marialima/painel:1.0");
    assertThat(mvc.get().uri("/r/marialima/painel/waiting").with(as(maria))).hasStatus(204);
    assertThat(mvc.get().uri("/r/marialima/painel"))
        .hasStatusOk()
        .bodyText()
        .doesNotContain("Waiting for the first push", "/settings\"");
  }

  @Test
  void oneMorePrivateRepositoryThanThePlanHasIsRefusedWithTheFigures() {
    assertThat(create("one", "", "private")).hasRedirectedUrl("/r/marialima/one");
    assertThat(mvc.get().uri("/repositories/create").with(as(maria)))
        .bodyText()
        .contains("Your plan has 1 private repository and 1 is used.", "disabled");
    assertThat(create("two", "", "private"))
        .hasStatusOk()
        .bodyText()
        .contains("Your plan has 1 private repository and 1 is used.");
  }

  @Test
  void aSlipInTheVisibilityMakesNothingPublic() {
    create("kept-secret", "", "private");
    String path = "/r/marialima/kept-secret/settings/visibility";
    assertThat(mvc.post().uri(path).with(as(maria)).with(csrf()).param("visibility", "publik"))
        .hasStatus(400);
    assertThat(mvc.post().uri(path).with(as(maria)).with(csrf())).hasStatus(400);
    assertThat(mvc.get().uri("/r/marialima/kept-secret")).hasStatus(404);

    assertThat(mvc.post().uri(path).with(as(maria)).with(csrf()).param("visibility", "public"))
        .hasRedirectedUrl("/r/marialima/kept-secret/settings");
    assertThat(mvc.get().uri("/r/marialima/kept-secret")).hasStatusOk();
  }

  @Test
  void aPrivateRepositoryLooksAbsentToOthers() {
    create("kept-secret", "", "private");
    for (String path : List.of("", "/tags", "/settings", "/webhooks", "/collaborators")) {
      assertThat(mvc.get().uri("/r/marialima/kept-secret" + path).with(as(renata))).hasStatus(404);
      assertThat(mvc.get().uri("/r/marialima/absent" + path).with(as(renata))).hasStatus(404);
    }
    assertThat(mvc.get().uri("/r/marialima/kept-secret")).hasStatus(404);
    assertThat(mvc.get().uri("/u/marialima"))
        .hasStatusOk()
        .bodyText()
        .doesNotContain("kept-secret");
  }

  @Test
  void fieldsOfAnyTextAreShownAsTextOrRefusedAtTheField() {
    assertThat(create("painel", HTML + SQL, "public")).hasStatus3xxRedirection();
    assertThat(mvc.get().uri("/r/marialima/painel"))
        .bodyText()
        .doesNotContain(HTML)
        .contains("&lt;script&gt;");
    assertThat(create("x".repeat(10_000), "", "public"))
        .hasStatusOk()
        .bodyText()
        .contains("A name has 2 to 255 lower-case letters");
    assertThat(create(HTML, "", "public")).hasStatusOk().bodyText().doesNotContain(HTML);
    assertThat(create("other", "x".repeat(10_000), "public"))
        .hasStatusOk()
        .bodyText()
        .contains("at most 100 characters");
    assertThat(create("painel", "", "public"))
        .hasStatusOk()
        .bodyText()
        .contains("painel exists already in marialima.", "Open it");
    assertThat(mvc.get().uri("/search").param("q", HTML + SQL))
        .hasStatusOk()
        .bodyText()
        .doesNotContain(HTML);
    assertThat(mvc.get().uri("/r/marialima/painel/tags").param("filter", SQL + "x".repeat(10_000)))
        .hasStatusOk();
  }

  @Test
  void aStarIsGivenAndTakenBack() {
    create("painel", "", "public");
    assertThat(mvc.post().uri("/r/marialima/painel/star").with(as(renata)).with(csrf()))
        .hasRedirectedUrl("/r/marialima/painel");
    assertThat(mvc.get().uri("/r/marialima/painel").with(as(renata)))
        .bodyText()
        .contains("Starred", "Stars: 1");
    assertThat(mvc.post().uri("/r/marialima/painel/unstar").with(as(renata)).with(csrf()))
        .hasStatus3xxRedirection();
    assertThat(mvc.get().uri("/r/marialima/painel")).bodyText().contains("Stars: 0");
  }

  @Test
  void theWebhookFormTellsAllThatIsWrongAndAWebhookIsEditedAndSwitchedOn() {
    create("painel", "", "public");
    String path = "/r/marialima/painel/webhooks";
    assertThat(post(path, "name", "x".repeat(101), "url", "ftp://x"))
        .hasStatusOk()
        .bodyText()
        .contains("The name has more than 100 characters.", "must begin with https://");
    assertThat(post(path, "name", "", "url", "https://ci.example.org/hook"))
        .hasStatus3xxRedirection();
    String hook =
        path + "/" + jdbc.sql("select id::text from webhook").query(String.class).single();
    assertThat(mvc.get().uri(hook + "/edit").with(as(maria)))
        .bodyText()
        .contains("https://ci.example.org/hook", "value=\"ci.example.org\"");
    assertThat(post(hook + "/edit", "name", "", "url", "no address"))
        .hasStatusOk()
        .bodyText()
        .contains("This is no URL.");
    assertThat(post(hook + "/edit", "name", "Nightly", "url", "https://b.example.org/hook"))
        .hasRedirectedUrl(hook);

    jdbc.sql(
            """
            update webhook set failures = 20, failing_since = now(), switched_off_at = now()
            """)
        .update();
    assertThat(mvc.get().uri(path).with(as(maria)))
        .bodyText()
        .contains("Nightly", "Switched off after 20 calls in a row that failed");
    assertThat(mvc.get().uri(hook).with(as(maria)))
        .bodyText()
        .contains("Switch on")
        .doesNotContain("Send test");
    assertThat(post(hook + "/on")).hasRedirectedUrl(hook);
    assertThat(mvc.get().uri(hook).with(as(maria)))
        .bodyText()
        .contains("Send test")
        .doesNotContain("Switched off");
  }

  @Test
  void aDeliverySaysWhatWasSentIndentedAndWhatCameOfIt() {
    create("painel", "", "public");
    String path = "/r/marialima/painel/webhooks";
    post(path, "name", "CI", "url", "https://ci.example.org/hook?key=1");
    String id = jdbc.sql("select id::text from webhook").query(String.class).single();
    jdbc.sql(
            """
            insert into delivery
              (id, webhook_id, event, tag, payload, state, attempts, status, next_try_at)
            select gen_random_uuid(), id, 'push', '1.0',
                   '{"push_data":{"tag":"1.0"},"text":"' || repeat('x', 9000) || '"}', 'pending', 2,
                   500, now() - interval '2 minutes'
            from webhook
            """)
        .update();
    String delivery = jdbc.sql("select id::text from delivery").query(String.class).single();

    assertThat(mvc.get().uri(path + "/" + id).with(as(maria)))
        .hasStatusOk()
        .bodyText()
        .contains(
            "try 2 of 8 answered 500",
            "due now",
            "POST /hook?key=1",
            "X-Hub-Delivery: " + delivery,
            "Show the whole request")
        .containsPattern("\\{\\R +&quot;push_data&quot; : \\{\\R")
        .doesNotContain("x".repeat(5_000), "data-hx-get=\"" + path + "/" + id + "\"");
    assertThat(mvc.get().uri(path + "/" + id + "/deliveries/" + delivery).with(as(maria)))
        .hasStatusOk()
        .hasContentTypeCompatibleWith("application/json")
        .bodyText()
        .contains("x".repeat(9_000));
    assertThat(mvc.get().uri(path + "/" + id + "/deliveries/" + delivery).with(as(renata)))
        .hasStatus(403);
  }

  private MvcTestResult post(String path, String... fields) {
    var request = mvc.post().uri(path).with(as(maria)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request = request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }

  @Test
  void onlyTheOwnerChangesAndDeletes() {
    create("painel", "", "public");
    for (String path : List.of("/settings", "/settings/delete", "/collaborators", "/webhooks")) {
      assertThat(mvc.get().uri("/r/marialima/painel" + path).with(as(renata))).hasStatus(403);
      assertThat(mvc.get().uri("/r/marialima/painel" + path).with(as(maria))).hasStatusOk();
    }
    assertThat(
            mvc.post()
                .uri("/r/marialima/painel/settings/delete")
                .with(as(maria))
                .with(csrf())
                .param("typed", "panel"))
        .hasStatusOk()
        .bodyText()
        .contains("That is not its name.");
    assertThat(
            mvc.post()
                .uri("/r/marialima/painel/settings/delete")
                .with(as(maria))
                .with(csrf())
                .param("typed", "marialima/painel"))
        .hasRedirectedUrl("/repositories");
    assertThat(mvc.get().uri("/r/marialima/painel")).hasStatus(404);
  }

  @Test
  void anOverviewIsPreviewedSavedAndRendered() {
    create("painel", "", "public");
    var fields = "# Painel\n\n**bold** " + HTML;
    assertThat(
            mvc.post()
                .uri("/r/marialima/painel/settings/preview")
                .with(as(maria))
                .with(csrf())
                .param("overview", fields))
        .bodyText()
        .contains("<strong>bold</strong>");
    assertThat(
            mvc.post()
                .uri("/r/marialima/painel/settings")
                .with(as(maria))
                .with(csrf())
                .param("description", "d")
                .param("overview", fields))
        .hasStatus3xxRedirection();
    assertThat(mvc.get().uri("/r/marialima/painel"))
        .bodyText()
        .contains("<strong>bold</strong>")
        .doesNotContain(HTML);
    assertThat(
            mvc.post()
                .uri("/r/marialima/painel/settings")
                .with(as(maria))
                .with(csrf())
                .param("overview", "x".repeat(25_001)))
        .bodyText()
        .contains("at most 25,000 characters");
  }

  @Test
  void anOfficialImageHasOneAddress() {
    assertThat(mvc.get().uri("/r/library/nginx/tags")).hasRedirectedUrl("/_/nginx/tags");
  }

  @Test
  void visitorsAndOwnersHaveTheirStartPages() {
    create("painel", "", "public");
    assertThat(mvc.get().uri("/")).hasStatusOk().bodyText().contains("Yours in three lines");
    assertThat(mvc.get().uri("/").with(as(maria)))
        .hasStatusOk()
        .bodyText()
        .contains("Your repositories", "painel", "Get started");
    assertThat(mvc.get().uri("/repositories").with(as(renata)))
        .bodyText()
        .contains("You have no repositories yet");
    assertThat(mvc.get().uri("/explore")).hasStatusOk().bodyText().contains("painel");
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult create(
      String name, String description, String visibility) {
    return mvc.post()
        .uri("/repositories/create")
        .with(as(maria))
        .with(csrf())
        .param("namespace", "marialima")
        .param("name", name)
        .param("description", description)
        .param("visibility", visibility)
        .exchange();
  }

  private long person(String name) {
    jdbc.sql(
            """
            insert into account (name, kind, email, email_confirmed_at, password_hash)
            values (?, 'person', ? || '@example.org', now(), 'none')
            on conflict (name) do nothing
            """)
        .param(name)
        .param(name)
        .update();
    return jdbc.sql("select id from account where name = ?").param(name).query(Long.class).single();
  }

  private static RequestPostProcessor as(long account) {
    return authentication(
        UsernamePasswordAuthenticationToken.authenticated(Long.toString(account), null, List.of()));
  }
}
