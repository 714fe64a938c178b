package hub.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.person.SignUp;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "hub.url=https://hub.local")
@FreshDatabase
class ApiTests {

  private static final String PASSWORD = "quatro-gatos-no-telhado";
  private static final Map<String, String> TOKENS = new HashMap<>();

  @Autowired SignUp signUp;
  @Autowired JdbcClient jdbc;
  @Autowired JsonMapper json;
  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What came back. */
  private record Reply(int status, JsonNode body, HttpResponse<String> raw) {

    String text(String pointer) {
      return body.at(pointer).asString();
    }
  }

  @BeforeEach
  void people() {
    jdbc.sql("truncate repository cascade").update();
    for (String name : new String[] {"marialima", "joaopedro", "anasouza"}) {
      if (!TOKENS.containsKey(name)) {
        signUp.signUp(name, name + "@example.org", PASSWORD, "127.0.0.1");
        if (!name.equals("anasouza")) {
          jdbc.sql("update account set email_confirmed_at = now() where name = ?")
              .param(name)
              .update();
        }
        TOKENS.put(
            name,
            "Bearer "
                + send(
                        null,
                        "POST",
                        "/v2/auth/token",
                        "{\"identifier\":\"%s\",\"secret\":\"%s\"}".formatted(name, PASSWORD))
                    .text("/access_token"));
      }
    }
  }

  private Reply send(
      @Nullable String authorization, String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Reply(
          response.statusCode(),
          isJson ? json.readTree(response.body()) : json.nullNode(),
          response);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable String maria() {
    return TOKENS.get("marialima");
  }

  private static @Nullable String joao() {
    return TOKENS.get("joaopedro");
  }

  private static String basic(String name, String secret) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  private Reply create(String name, boolean isPrivate) {
    Reply reply =
        send(
            maria(),
            "POST",
            "/v2/namespaces/marialima/repositories",
            """
            {"namespace":"marialima","name":"%s","description":"About %s",
             "full_description":"# Hello","is_private":%s,"registry":"docker.io"}
            """
                .formatted(name, name, isPrivate));
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
    return reply;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/users/login", "/v2/users/login/"})
  void signsInAsOlderClientsDo(String path) {
    Reply right =
        send(
            null,
            "POST",
            path,
            "{\"username\":\"marialima\",\"password\":\"%s\"}".formatted(PASSWORD));
    Reply wrong =
        send(null, "POST", path, "{\"username\":\"marialima\",\"password\":\"something else\"}");
    Reply nobody =
        send(null, "POST", path, "{\"username\":\"nosuchone\",\"password\":\"something else\"}");

    assertThat(right.status()).isEqualTo(200);
    assertThat(send("JWT " + right.text("/token"), "GET", "/v2/user/", null).text("/username"))
        .isEqualTo("marialima");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("/detail")).isEqualTo("Incorrect authentication credentials");
    assertThat(nobody.raw().body()).isEqualTo(wrong.raw().body());
  }

  @Test
  void tellsWhoSomebodyIs() {
    assertThat(send(null, "GET", "/v2/user/", null).status()).isEqualTo(401);
    assertThat(send(null, "GET", "/v2/users/joaopedro/", null).text("/type")).isEqualTo("User");
    assertThat(send(null, "GET", "/v2/users/joaopedro/", null).raw().body())
        .doesNotContain("example.org");
    assertThat(send(null, "GET", "/v2/users/nosuchone/", null).status()).isEqualTo(404);
    assertThat(send(null, "GET", "/v2/users/%00/", null).status()).isBetween(400, 404);
  }

  @Test
  void makesShowsChangesAndDeletesARepositoryByBothPaths() {
    Reply made = create("api", false);
    assertThat(made.text("/name")).isEqualTo("api");
    assertThat(made.text("/full_description")).isEqualTo("# Hello");
    assertThat(made.body().at("/permissions/admin").asBoolean()).isTrue();
    assertThat(made.text("/date_registered")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

    Reply told =
        send(
            maria(),
            "PATCH",
            "/v2/repositories/marialima/api/",
            "{\"description\":\"New\",\"full_description\":\"# Longer\"}");
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.text("/description")).isEqualTo("New");

    Reply shown = send(null, "GET", "/v2/namespaces/marialima/repositories/api", null);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text("/full_description")).isEqualTo("# Longer");
    assertThat(shown.body().at("/permissions/write").asBoolean()).isFalse();
    assertThat(send(null, "HEAD", "/v2/namespaces/marialima/repositories/api", null).status())
        .isEqualTo(200);

    assertThat(
            send(maria(), "POST", "/v2/repositories/marialima/api/privacy", "{\"is_private\":true}")
                .body()
                .at("/is_private")
                .asBoolean())
        .isTrue();
    assertThat(send(null, "GET", "/v2/repositories/marialima/api/", null).status()).isEqualTo(404);

    assertThat(send(maria(), "DELETE", "/v2/repositories/marialima/api/", null).status())
        .isEqualTo(202);
    assertThat(send(maria(), "GET", "/v2/repositories/marialima/api/", null).status())
        .isEqualTo(404);
  }

  @Test
  void refusesWithTheReasonWhatCanNotBe() {
    create("hidden", true);

    assertThat(refusal(maria(), "marialima", "{\"name\":\"hidden\"}").status()).isEqualTo(400);
    Reply more = refusal(maria(), "marialima", "{\"name\":\"more\",\"is_private\":true}");
    assertThat(more.status()).isEqualTo(403);
    assertThat(more.text("/message")).startsWith("private repository limit reached (1 of 1)");
    assertThat(refusal(maria(), "joaopedro", "{\"name\":\"mine\"}").status()).isEqualTo(403);
    assertThat(refusal(null, "marialima", "{\"name\":\"mine\"}").status()).isEqualTo(401);
    Reply unconfirmed = refusal(TOKENS.get("anasouza"), "anasouza", "{\"name\":\"mine\"}");
    assertThat(unconfirmed.status()).isEqualTo(403);
    assertThat(unconfirmed.text("/detail")).contains("confirm your e-mail");
    Reply name = refusal(maria(), "marialima", "{\"name\":\"../Bad Name\"}");
    assertThat(name.status()).isEqualTo(400);
    assertThat(name.text("/errinfo/fielderrors/name")).contains("cannot name a repository");
    Reply text =
        refusal(
            maria(),
            "marialima",
            "{\"name\":\"long\",\"full_description\":\"%s\"}".formatted("x".repeat(25_001)));
    assertThat(text.status()).isEqualTo(400);
    assertThat(text.text("/errinfo/fielderrors/full_description"))
        .startsWith("Exceeded max number of characters");
    assertThat(send(null, "GET", "/v2/repositories/marialima/long/", null).status()).isEqualTo(404);
  }

  private Reply refusal(@Nullable String authorization, String namespace, String body) {
    return send(authorization, "POST", "/v2/repositories/" + namespace + "/", body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        "\"text\"",
        "{\"name\":{\"a\":1}}",
        "{\"name\":\"x\",\"is_private\":\"perhaps\"}",
        "{\"name\":null}",
        "{}"
      })
  void answersBadBodiesWithOneClearError(String body) {
    Reply reply = refusal(maria(), "marialima", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/message")).isNotEmpty();
  }

  @Test
  void listsByPagesThatLeadOn() {
    for (int i = 0; i < 3; i++) {
      create("repo" + i, false);
    }
    create("secret", true);

    Reply first =
        send(null, "GET", "/v2/namespaces/marialima/repositories?page_size=2&ordering=name", null);
    assertThat(first.body().at("/count").asInt()).isEqualTo(3);
    assertThat(first.text("/results/0/name")).isEqualTo("repo0");
    assertThat(first.body().at("/previous").isNull()).isTrue();
    assertThat(first.text("/next"))
        .startsWith("http://localhost:" + port + "/v2/namespaces/marialima/repositories?")
        .contains("page=2", "page_size=2", "ordering=name");
    Reply last =
        send(maria(), "GET", "/v2/repositories/marialima/?page=2&page_size=2&ordering=-name", null);
    assertThat(last.body().at("/count").asInt()).isEqualTo(4);
    assertThat(last.text("/results/1/name")).isEqualTo("repo0");
    assertThat(last.body().at("/next").isNull()).isTrue();
    assertThat(list("?page=9").status()).isEqualTo(404);
    assertThat(list("?page_size=100000").status()).isEqualTo(200);
    assertThat(list("?page=-1").status()).isEqualTo(200);
    assertThat(list("?page=many").status()).isEqualTo(400);
    assertThat(list("?name=repo1").body().at("/count").asInt()).isEqualTo(1);
    assertThat(list("?name=%00%25").status()).isEqualTo(200);
    assertThat(send(null, "GET", "/v2/repositories/nosuchone/", null).body().at("/count").asInt())
        .isZero();
  }

  private Reply list(String query) {
    return send(null, "GET", "/v2/namespaces/marialima/repositories" + query, null);
  }

  @Test
  void listsTags() {
    create("api", false);
    for (String tag : new String[] {"1.0", "1.1", "latest"}) {
      push(tag);
    }

    Reply newest =
        send(
            null,
            "GET",
            "/v2/repositories/marialima/api/tags/?page_size=2&ordering=last_updated",
            null);
    assertThat(newest.body().at("/count").asInt()).isEqualTo(3);
    assertThat(newest.text("/results/0/name")).isEqualTo("latest");
    assertThat(newest.text("/results/1/name")).isEqualTo("1.1");
    Reply next =
        send(
            null,
            "GET",
            newest.text("/next").substring(("http://localhost:" + port).length()),
            null);
    assertThat(next.text("/results/0/name")).isEqualTo("1.0");
    assertThat(next.body().at("/results").size()).isEqualTo(1);
    assertThat(next.body().at("/next").isNull()).isTrue();
    assertThat(next.text("/previous")).contains("page=1");

    Reply tag = send(null, "GET", "/v2/namespaces/marialima/repositories/api/tags/1.1", null);
    assertThat(tag.text("/digest")).startsWith("sha256:");
    assertThat(tag.body().at("/full_size").asLong()).isEqualTo(123);
    assertThat(tag.text("/last_updater_username")).isEqualTo("marialima");
    assertThat(tag.text("/tag_last_pushed")).endsWith("Z");
    assertThat(tag.text("/images/0/os")).isEqualTo("linux");
    assertThat(tag.text("/images/0/architecture")).isEqualTo("arm64");
    assertThat(tag.text("/images/0/variant")).isEqualTo("v8");
    assertThat(tags("/absent").status()).isEqualTo(404);
    assertThat(tags("?page=3&page_size=2").status()).isEqualTo(404);
    assertThat(tags("?page=2147483647&page_size=100").status()).isEqualTo(404);
    assertThat(tags("?name=1.").body().at("/count").asInt()).isEqualTo(2);
    assertThat(tags("?name=%00").status()).isEqualTo(200);
    assertThat(tags("?page_size=10000").body().at("/results").size()).isEqualTo(3);
  }

  private Reply tags(String rest) {
    return send(null, "GET", "/v2/repositories/marialima/api/tags" + rest, null);
  }

  private void push(String tag) {
    jdbc.sql(
            """
            with r as (
              select r.id, a.id as pusher from repository r
              join account a on a.id = r.namespace_id
              where a.name = 'marialima' and r.name = 'api'),
            m as (
              insert into manifest
                (repository_id, digest, media_type, artifact_type, size, body, total_bytes, platform,
                 pushed_by)
              select id, '\\x01'::bytea || sha256(:tag::bytea),
                     'application/vnd.oci.image.manifest.v1+json',
                     'application/vnd.oci.image.config.v1+json', 2, '{}', 123,
                     'linux/arm64/v8', pusher
              from r returning *)
            insert into tag (repository_id, name, digest, sort_key, pushed_by)
            select repository_id, :tag, digest, :tag, pushed_by from m
            """)
        .param("tag", tag)
        .update();
  }

  @Test
  void starsAndSharesRepositories() {
    create("api", true);
    assertThat(send(joao(), "POST", "/v2/repositories/marialima/api/stars/", "{}").status())
        .isEqualTo(404);
    assertThat(collaborator(joao(), "POST", "/", "{\"user\":\"joaopedro\"}")).isEqualTo(404);
    assertThat(collaborator(maria(), "POST", "/", "{\"user\":\"joaopedro\"}")).isEqualTo(201);
    assertThat(collaborator(maria(), "POST", "/", "{\"user\":\"nosuchone\"}")).isEqualTo(404);
    assertThat(collaborator(maria(), "POST", "/", "{}")).isEqualTo(400);
    assertThat(
            send(maria(), "GET", "/v2/repositories/marialima/api/collaborators/", null)
                .text("/results/0/user"))
        .isEqualTo("joaopedro");

    assertThat(send(joao(), "POST", "/v2/repositories/marialima/api/stars/", "{}").status())
        .isEqualTo(204);
    Reply shown = send(joao(), "GET", "/v2/repositories/marialima/api/", null);
    assertThat(shown.body().at("/star_count").asInt()).isEqualTo(1);
    assertThat(shown.body().at("/has_starred").asBoolean()).isTrue();
    assertThat(shown.body().at("/permissions/write").asBoolean()).isTrue();
    assertThat(send(joao(), "DELETE", "/v2/repositories/marialima/api/stars", null).status())
        .isEqualTo(204);

    assertThat(collaborator(maria(), "DELETE", "/joaopedro/", null)).isEqualTo(204);
    assertThat(send(joao(), "GET", "/v2/repositories/marialima/api/", null).status())
        .isEqualTo(404);
  }

  private int collaborator(
      @Nullable String authorization, String method, String path, @Nullable String body) {
    return send(authorization, method, "/v2/repositories/marialima/api/collaborators" + path, body)
        .status();
  }

  @Test
  void answersDockersSearch() {
    create("nginx", false);
    create("secret-nginx", true);
    jdbc.sql(
            """
            with r as (
              insert into repository (namespace_id, name, visibility)
              select id, 'nginx', 'public' from account where name = 'library' returning id)
            insert into search_entry
              (repository_id, namespace_id, full_name, name, official, public, words)
            select r.id, a.id, 'library/nginx', 'nginx', true, true, search_words('nginx', 'A')
            from r, account a where a.name = 'library'
            """)
        .update();

    Reply ping = send("Basic Og==", "GET", "/v1/_ping", null);
    assertThat(ping.status()).isEqualTo(200);
    assertThat(ping.raw().headers().firstValue("X-Docker-Registry-Standalone")).hasValue("true");
    assertThat(ping.raw().body()).isEqualTo("true");

    Reply found = send("Basic Og==", "GET", "/v1/search?q=nginx&n=25", null);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.text("/query")).isEqualTo("nginx");
    assertThat(found.body().at("/num_results").asInt()).isEqualTo(2);
    assertThat(found.text("/results/0/name")).isEqualTo("nginx");
    assertThat(found.body().at("/results/0/is_official").asBoolean()).isTrue();
    assertThat(found.text("/results/1/name")).isEqualTo("marialima/nginx");
    assertThat(found.text("/results/1/description")).isEqualTo("About nginx");
    assertThat(found.body().at("/results/1/star_count").asInt(-1)).isZero();
    assertThat(found.body().at("/results/1/is_automated").asBoolean(true)).isFalse();

    assertThat(count(basic("marialima", PASSWORD))).isEqualTo(3);
    assertThat(count(basic("joaopedro", PASSWORD))).isEqualTo(2);
    // a token of the registry is fetched anew for each search: an old one is nobody's
    assertThat(count("Bearer of-the-registry")).isEqualTo(2);
    assertThat(count(null)).isEqualTo(2);

    // as docker login leaves it, where it was given a refresh token instead of the password
    Reply token =
        send(
            basic("marialima", PASSWORD),
            "GET",
            "/token?service=hub.local&scope=registry:catalog:search",
            null);
    assertThat(count("Bearer " + token.text("/token"))).isEqualTo(3);
  }

  @Test
  void refusesAWrongPasswordAtEachDoor() {
    String wrong = basic("marialima", "an old password");
    for (String door :
        List.of(
            "/v1/search?q=nginx",
            "/v1/_ping",
            "/v2/",
            "/v2/_catalog",
            "/v2/marialima/nginx/tags/list",
            "/v2/user/",
            "/v2/search/repositories/?query=nginx",
            "/v2/repositories/marialima/nginx/",
            "/token?service=hub.local")) {
      assertThat(send(wrong, "GET", door, null).status()).as(door).isEqualTo(401);
      assertThat(send(basic("marialima", PASSWORD), "GET", door, null).status())
          .as(door)
          .isIn(200, 404);
    }
  }

  private int count(@Nullable String authorization) {
    Reply reply = send(authorization, "GET", "/v1/search?q=nginx", null);
    assertThat(reply.status()).isEqualTo(200);
    return reply.body().at("/num_results").asInt();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "q=",
        "q=%25",
        "q=%00",
        "q=%27%3B--",
        "q=nginx&n=-5",
        "q=nginx&n=many",
        "q=nginx&n=99999999999999999999",
        "q=nginx&page=0",
        "q=%F0%9F%9A%80",
        "q=a/b/c"
      })
  void answersOddSearches(String query) {
    assertThat(send(null, "GET", "/v1/search?" + query, null).status()).isEqualTo(200);
  }

  @Test
  void refusesASearchThatIsNoText() {
    Reply reply = send(null, "GET", "/v1/search?q=%C3%28", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/message")).contains("UTF-8");
  }

  @Test
  void answersTheSearchOfScripts() {
    create("nginx", false);

    Reply found = send(null, "GET", "/v2/search/repositories/?query=nginx&page_size=5", null);

    assertThat(found.body().at("/count").asInt()).isEqualTo(1);
    assertThat(found.text("/results/0/repo_name")).isEqualTo("marialima/nginx");
    assertThat(found.text("/results/0/short_description")).isEqualTo("About nginx");
    assertThat(send(null, "GET", "/v2/search/repositories?query=nginx&page=7", null).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"marialima, absent", "marialima, UPPER", "no, x", "marialima, a..b"})
  void tellsNothingOfNamesThatAreNotThere(String namespace, String name) {
    for (String path : new String[] {"", "/tags", "/tags/latest", "/collaborators"}) {
      Reply reply =
          send(
              maria(), "GET", "/v2/namespaces/" + namespace + "/repositories/" + name + path, null);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.text("/message")).isEqualTo("object not found");
    }
  }
}
