package hub;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Script;
import hubtesting.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route there is, held against the rules of who may do what. A new route is closed to the
 * wrong people, or it is named here as open to all.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"hub.free-private-repos=1000", "hub.webhook-allow=*"})
@FreshDatabase
class RouteTests {

  /** What anybody may look at. */
  private static final Set<String> OPEN_PAGES =
      Set.of(
          "/",
          "/account/signup",
          "/confirm",
          "/error",
          "/explore",
          "/forgot",
          "/livez",
          "/login",
          "/readyz",
          "/register",
          "/reset",
          "/search",
          "/setup",
          "/signup",
          "/signup/email",
          "/signup/username",
          "/theme",
          "/v1/_ping",
          "/v1/search",
          "/v2/search/repositories");

  /** What anybody may look at of an account. */
  private static final Set<String> OPEN_PROFILES =
      Set.of(
          "/u/{account}",
          "/_/{name}",
          "/_/{name}/tags",
          "/v2/users/{name}",
          // lists of what the caller may see
          "/v2/namespaces/{namespace}/repositories",
          "/v2/repositories/{namespace}");

  /** What anybody may send: how one gets an account, signs in and chooses the looks. */
  private static final Set<String> OPEN_FORMS =
      Set.of(
          "/account/signup",
          "/confirm",
          "/error",
          "/forgot",
          "/login",
          "/register",
          "/reset",
          "/setup",
          "/signup",
          "/signup/password",
          "/theme",
          "/v2/auth/token",
          "/v2/users/login");

  /** What people with an account may do to a public repository of others. */
  private static final Set<String> OPEN_TO_SIGNED_IN = Set.of("star", "unstar", "stars");

  private static final String PASSWORD = "quatro-gatos-no-telhado";
  private static final AtomicInteger FRESH = new AtomicInteger();
  private static final String SECRET = "What it all cost";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\*?(\\w+)[^}]*}");
  private static final Set<Integer> CLOSED = Set.of(401, 403, 404, 405);

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  /**
   * What a repository of anna's holds: an image under the tag latest, and a webhook that was tried.
   */
  private record Things(String repository, String digest, String webhook, String delivery) {}

  private static final Map<String, Things> THINGS = new HashMap<>();

  /** A method and a pattern. */
  private record Route(String method, String pattern) {

    boolean looks() {
      return method.equals("GET");
    }

    boolean isOfARepository() {
      return PLACEHOLDER.matcher(pattern).results().count() > 1;
    }

    boolean isApi() {
      return pattern.startsWith("/v2/");
    }

    boolean isIn(Set<String> patterns) {
      return patterns.contains(pattern.replaceAll("(?<=.)/$", ""));
    }

    String lastSegment() {
      return pattern.replaceAll("/$", "").replaceAll(".*/", "");
    }

    /** With the real things of this repository of anna's where it names one. */
    String path(Things things) {
      return PLACEHOLDER
          .matcher(pattern)
          .replaceAll(
              place ->
                  switch (place.group(1)) {
                    case "namespace", "username", "user", "account" -> "anna";
                    case "name", "repository" -> isOfARepository() ? things.repository() : "anna";
                    case "tag" -> "latest";
                    case "digest" -> things.digest();
                    case "delivery" -> things.delivery();
                    case "id" ->
                        pattern.contains("/webhooks/")
                            ? things.webhook()
                            : "00000000-0000-0000-0000-000000000000";
                    default -> throw new IllegalStateException("an unknown place: " + pattern);
                  });
    }

    /** The official images have the same handlers; theirs is another owner. */
    boolean isOfficial() {
      return pattern.startsWith("/_/");
    }

    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  @BeforeEach
  void people() {
    if (jdbc.sql("select 1 from account where name = 'anna'").query().listOfRows().isEmpty()) {
      var anna = signedUp("anna");
      signedUp("beate");
      for (String[] made : new String[][] {{"coffee", "public"}, {"ledger", "private"}}) {
        creates(anna, made[0], made[1]);
        THINGS.put(made[0], fill(anna, made[0]));
        jdbc.sql(
                """
                insert into repository (namespace_id, name, visibility, description)
                select id, ?, ?, ? from account where name = 'library'
                """)
            .param(made[0])
            .param(made[1])
            .param(SECRET)
            .update();
      }
    }
  }

  /** Pushes an image, adds a webhook and tries it. */
  private Things fill(Script anna, String repository) {
    String name = "anna/" + repository;
    Script pusher = new Script(url()).token("anna", PASSWORD, "repository:" + name + ":pull,push");
    String config = blob(pusher, name, "{\"architecture\":\"amd64\",\"os\":\"linux\"}");
    String layer = blob(pusher, name, "a layer");
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":37,"digest":"%s"},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":7,"digest":"%s"}]}
        """
            .formatted(config, layer);
    HttpResponse<String> pushed =
        pusher.send(
            "PUT",
            "/v2/" + name + "/manifests/latest",
            "application/vnd.oci.image.manifest.v1+json",
            BodyPublishers.ofString(manifest));
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    String hooks = "/r/" + name + "/webhooks";
    anna.submit(hooks, hooks, Map.of("name", "CI", "url", url() + "/livez"));
    String webhook = idOf("webhook", "repository_id", repository);
    anna.submit(hooks, hooks + "/" + webhook + "/test", Map.of());
    String delivery =
        jdbc.sql("select id::text from delivery where webhook_id = ?::uuid limit 1")
            .param(webhook)
            .query(String.class)
            .single();
    return new Things(repository, digest(manifest), webhook, delivery);
  }

  private String idOf(String table, String column, String repository) {
    return jdbc.sql(
            """
            select t.id::text from %s t join repository r on r.id = t.%s
            join account a on a.id = r.namespace_id where a.name = 'anna' and r.name = ?
            """
                .formatted(table, column))
        .param(repository)
        .query(String.class)
        .single();
  }

  private static String blob(Script pusher, String name, String content) {
    String digest = digest(content);
    HttpResponse<String> pushed =
        pusher.send(
            "POST",
            "/v2/" + name + "/blobs/uploads/?digest=" + digest,
            "application/octet-stream",
            BodyPublishers.ofString(content));
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    return digest;
  }

  private static String digest(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Things things(String repository) {
    return Objects.requireNonNull(THINGS.get(repository), repository);
  }

  /** The control of all that follows: what others are refused is really there. */
  @Test
  void theOwnerIsLetThroughOnEveryRouteOfARepository() {
    List<String> closed = new ArrayList<>();
    for (Route route : routes().filter(Route::isOfARepository).toList()) {
      if (route.isOfficial()) {
        continue;
      }
      Script owner = as("anna", route);
      if (route.looks()) {
        for (String repository : List.of("coffee", "ledger")) {
          note(route, send(owner, route, things(repository)), closed);
        }
      } else {
        // a fresh one each time: some routes delete it
        String fresh = "fresh" + FRESH.incrementAndGet();
        Script pages = new Script(url());
        pages.signIn("anna", PASSWORD);
        creates(pages, fresh, "public");
        note(route, send(owner, route, fill(pages, fresh)), closed);
      }
    }
    assertThat(closed).isEmpty();
  }

  private static void note(Route route, HttpResponse<String> response, List<String> closed) {
    if (isRefused(response) || response.statusCode() >= 500) {
      closed.add(route + " answers " + response.statusCode());
    }
  }

  @Test
  void nobodySeesWhatIsNotOpenToAll() {
    assertThat(
            routes()
                .filter(route -> route.looks() && !route.isOfARepository())
                .filter(route -> !route.isIn(OPEN_PAGES) && !route.isIn(OPEN_PROFILES))
                .filter(route -> !isRefused(send(new Script(url()), route, things("coffee")))))
        .isEmpty();
  }

  @Test
  void nobodyChangesAnythingWithoutSigningIn() {
    assertThat(
            routes()
                .filter(route -> !route.looks() && !route.isIn(OPEN_FORMS))
                .filter(route -> !isRefused(send(new Script(url()), route, things("coffee")))))
        .isEmpty();
  }

  @Test
  void aPrivateRepositoryLooksAbsentToOthersOnEveryRoute() {
    var open = new ArrayList<String>();
    for (Route route : routes().filter(Route::isOfARepository).toList()) {
      for (Script script : List.of(new Script(url()), beate(route))) {
        var response = send(script, route, things("ledger"));
        if (!isRefused(response) || response.body().contains(SECRET)) {
          open.add(route + " answers " + response.statusCode());
        }
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void othersChangeNothingInAPublicRepository() {
    assertThat(
            routes()
                .filter(route -> !route.looks() && route.isOfARepository())
                .filter(route -> !OPEN_TO_SIGNED_IN.contains(route.lastSegment()))
                .filter(route -> !isRefused(send(beate(route), route, things("coffee")))))
        .isEmpty();
    assertThat(
            jdbc.sql(
                    """
                    select r.description, r.visibility
                    from repository r join account a on a.id = r.namespace_id
                    where a.name = 'anna' and r.name = 'coffee'
                    """)
                .query()
                .singleRow())
        .containsEntry("description", SECRET)
        .containsEntry("visibility", "public");
  }

  @Test
  void peopleAreNoSiteAdmins() {
    assertThat(
            routes()
                .filter(route -> route.pattern().startsWith("/admin"))
                .filter(route -> send(beate(route), route, things("coffee")).statusCode() != 404))
        .isEmpty();
  }

  @Test
  void theRegistryAnswersOthersAlikeForPrivateAndAbsentRepositories() {
    String digest = "sha256:" + "0".repeat(64);
    for (String request :
        List.of(
            "GET manifests/latest",
            "HEAD manifests/latest",
            "PUT manifests/latest",
            "DELETE manifests/latest",
            "GET blobs/" + digest,
            "HEAD blobs/" + digest,
            "DELETE blobs/" + digest,
            "POST blobs/uploads/",
            "GET blobs/uploads/00000000-0000-0000-0000-000000000000",
            "PATCH blobs/uploads/00000000-0000-0000-0000-000000000000",
            "PUT blobs/uploads/00000000-0000-0000-0000-000000000000?digest=" + digest,
            "DELETE blobs/uploads/00000000-0000-0000-0000-000000000000",
            "GET tags/list",
            "GET referrers/" + digest)) {
      for (var who : List.<Function<String, Script>>of(_ -> new Script(url()), this::beateAt)) {
        var ledger = sendToRegistry(who, request, "ledger");
        var absent = sendToRegistry(who, request, "absent");
        assertThat(ledger.statusCode()).as(request).isIn(401, 403, 404);
        assertThat(ledger.statusCode()).as(request).isEqualTo(absent.statusCode());
        assertThat(ledger.body().replace("ledger", "absent")).as(request).isEqualTo(absent.body());
      }
    }
  }

  private Script beateAt(String repository) {
    return new Script(url())
        .token("beate", PASSWORD, "repository:anna/" + repository + ":pull,push,delete");
  }

  private static HttpResponse<String> sendToRegistry(
      Function<String, Script> who, String request, String repository) {
    String[] parts = request.split(" ");
    return who.apply(repository)
        .send(
            parts[0],
            "/v2/anna/" + repository + "/" + parts[1],
            parts[0].startsWith("P") ? "application/octet-stream" : "",
            BodyPublishers.noBody());
  }

  private Stream<Route> routes() {
    return mapping.getHandlerMethods().keySet().stream()
        .flatMap(RouteTests::routes)
        .filter(route -> !route.pattern().equals("/error"));
  }

  /** A mapping without methods takes all of them. */
  private static Stream<Route> routes(RequestMappingInfo mapping) {
    var named = mapping.getMethodsCondition().getMethods();
    var methods = named.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : named;
    return mapping.getPatternValues().stream()
        .flatMap(pattern -> methods.stream().map(method -> new Route(method.name(), pattern)));
  }

  private static boolean isRefused(HttpResponse<String> response) {
    String location = response.headers().firstValue("Location").orElse("");
    return CLOSED.contains(response.statusCode())
        || response.statusCode() == 302 && location.contains("/login");
  }

  /** Sends a request that would work, had its sender the right. */
  private static HttpResponse<String> send(Script script, Route route, Things things) {
    String path = route.path(things);
    if (route.looks()) {
      return script.get(path);
    }
    if (route.isApi()) {
      return script.json(route.method(), path, "{\"description\":\"changed\",\"is_private\":true}");
    }
    return script.submit(
        "/theme",
        path,
        Map.of(
            "description",
            "changed",
            "visibility",
            "private",
            "confirm",
            "anna/" + things.repository()));
  }

  /** Another account: by session on pages, by token in the API. */
  private Script beate(Route route) {
    return as("beate", route);
  }

  private Script as(String name, Route route) {
    Script somebody = new Script(url());
    if (route.isApi()) {
      somebody.apiToken(name, PASSWORD);
    } else {
      somebody.signIn(name, PASSWORD);
    }
    return somebody;
  }

  private Script signedUp(String name) {
    var newcomer = new Script(url());
    var fields = Map.of("username", name, "email", name + "@example.com", "password", PASSWORD);
    newcomer.submit("/signup", "/signup", fields);
    jdbc.sql("update account set email_confirmed_at = now() where name = ?").param(name).update();
    var person = new Script(url());
    person.signIn(name, PASSWORD);
    return person;
  }

  private static void creates(Script script, String name, String visibility) {
    var fields =
        Map.of("namespace", "anna", "name", name, "description", SECRET, "visibility", visibility);
    var response = script.submit("/repositories/create", "/repositories/create", fields);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
  }

  private String url() {
    return "http://localhost:" + port;
  }
}
