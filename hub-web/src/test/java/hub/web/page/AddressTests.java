package hub.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Script;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Addresses that are not quite those of a page, and what people read there. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FreshDatabase
@ExtendWith(OutputCaptureExtension.class)
class AddressTests {

  private static final String PASSWORD = "quatro-gatos-no-telhado";

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  @Test
  void anAddressThatTheServerCannotReadHasOurPage() throws IOException {
    for (String address : new String[] {"/r/%00/x", "/r/[x", "/u/\\x", "/search?q=%"}) {
      String answer = raw("GET " + address + " HTTP/1.1");
      assertThat(answer).as(address).contains("· hub</title>").doesNotContain("Tomcat", "Tahoma");
      assertThat(answer).as(address).contains("href=\"/\"");
    }
    assertThat(raw("GET /r/%00/x HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains("Content-Security-Policy: default-src 'none'");
  }

  @Test
  void aSlashAtTheEndLeadsToThePageAndNowhereElse() {
    var visitor = new Script(url());
    assertThat(location(visitor.get("/explore/"))).isEqualTo("/explore");
    assertThat(location(visitor.get("/search/?q=tea"))).isEqualTo("/search?q=tea");
    assertThat(location(visitor.get("/help/api//"))).isEqualTo("/help/api");
    assertThat(visitor.get("/v1/_ping/").statusCode()).isNotEqualTo(308);
    assertThat(visitor.get("//elsewhere.example/").headers().firstValue("Location")).isEmpty();
    assertThat(visitor.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void programsFindTheIconAndWhatTheyMayRead() {
    var visitor = new Script(url());
    HttpResponse<String> robots = visitor.get("/robots.txt");
    assertThat(robots.statusCode()).isEqualTo(200);
    assertThat(robots.body()).startsWith("User-agent: *");
    assertThat(robots.headers().firstValue("Cache-Control")).hasValue("max-age=86400, public");
    assertThat(visitor.get("/favicon.ico").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongVerbIsAnsweredAndNotLogged(CapturedOutput output) {
    var visitor = new Script(url());
    // the control: the form of the same page is taken
    assertThat(visitor.submit("/help", "/theme", Map.of("theme", "dark")).statusCode())
        .isEqualTo(302);
    assertThat(visitor.submit("/help", "/signup/username", Map.of()).statusCode()).isEqualTo(405);
    assertThat(output).doesNotContain("NotSupportedException");
  }

  @Test
  void aParameterThatCannotBeReadIsTheSendersAndNotLogged(CapturedOutput output) throws Exception {
    // the control: the same page with one that can be
    assertThat(raw("GET /search?q=%25 HTTP/1.1")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /search?q=% HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains("That request cannot be read");
    assertThat(output).doesNotContain("InvalidParameterException");
  }

  @Test
  void aFormThatHasExpiredLeadsBackToItsPage() throws Exception {
    assertThat(expired("http://localhost:" + port + "/signup?from=mail"))
        .contains("This form has expired", "href=\"/signup?from=mail\"");
    assertThat(expired("https://elsewhere.example/signup"))
        .contains("This form has expired")
        .doesNotContain("elsewhere.example");
  }

  /** What somebody reads whose form, which stood on that page, is refused. */
  private String expired(String page) throws Exception {
    var form =
        HttpRequest.newBuilder(URI.create(url() + "/signup"))
            .header("Referer", page)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=olga"));
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> refused = http.send(form.build(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      return refused.body();
    }
  }

  @Test
  void nothingHereSaysWhoIsSignedInAndLetsThemChange() {
    HttpResponse<String> asNobody = new Script(url()).read("/u/nobody-at-all");
    assertThat(asNobody.statusCode()).isEqualTo(404);
    assertThat(asNobody.body()).contains("sign in with an account that may", "next=/u/nobody");

    new Script(url())
        .submit(
            "/signup",
            "/signup",
            Map.of("username", "dora", "email", "dora@example.com", "password", PASSWORD));
    jdbc.sql("update account set email_confirmed_at = now()").update();
    var dora = new Script(url());
    dora.signIn("dora", PASSWORD);
    HttpResponse<String> asDora = dora.read("/admin/storage");
    assertThat(asDora.statusCode()).isEqualTo(404);
    assertThat(asDora.body())
        .contains("You are signed in as dora.", "action=\"/logout\"")
        .doesNotContain("sign in with an account that may");

    // what is chosen in the menu at the foot stays with the account
    dora.submit("/help", "/theme", Map.of("theme", "dark", "back", "/help"));
    assertThat(dora.get("/help").body()).contains("data-bs-theme=\"dark\"");
    assertThat(
            jdbc.sql("select theme from account where name = 'dora'").query(String.class).single())
        .isEqualTo("dark");
  }

  @Test
  void thePagesOfTheHubItselfAreTrue() {
    var visitor = new Script(url());
    assertThat(visitor.get("/status").body())
        .contains("This hub works", "The database answers")
        .doesNotContain("??");
    assertThat(visitor.get("/help").body()).contains("docker login ").doesNotContain("??");
    assertThat(visitor.get("/help/api").body()).contains("/v2/auth/token").doesNotContain("??");
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(308);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** What comes back for a request line that no client of Java's would send. */
  private String raw(String line) throws IOException {
    try (var socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write(
              (line + "\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String url() {
    return "http://localhost:" + port;
  }
}
