package hub;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Script;
import hub.accounts.mail.Outbox;
import hub.web.api.Access;
import hub.web.api.ApiRoute;
import hub.web.api.ApiRoutes;
import hubtesting.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * wrong people, or it is named here as open to all. Requests are of real things, and the control is
 * that whoever may do it is let through.
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
          "/help",
          "/help/api",
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
          "/status",
          "/theme",
          "/v1/_ping",
          "/v1/search",
          "/v2/search/repositories");

  /** What anybody may look at of an account. */
  private static final Set<String> OPEN_PROFILES =
      Set.of(
          "/u/{account}",
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

  /** What anybody may look at of a public repository. */
  private static final Pattern OPEN_VIEWS =
      Pattern.compile(
          "(/r/\\{namespace}|/_)/\\{name}(/waiting|/tags(/\\{tag})?|/images/\\{digest})?"
              + "|/v2/(namespaces/\\{\\w+}/repositories|repositories/\\{\\w+})/\\{\\w+}"
              + "(/tags(/\\{tag})?)?");

  /** What people with an account may do to a public repository of others. */
  private static final Set<String> OPEN_TO_SIGNED_IN = Set.of("star", "unstar", "stars");

  /** What is there only on a hub with a certificate authority of its own. */
  private static final Set<String> NOT_ON_THIS_HUB = Set.of("/ca.crt");

  private static final Set<Integer> CLOSED = Set.of(401, 403, 404, 405);

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Autowired ApiRoutes api;
  @Autowired JdbcClient jdbc;
  @Autowired Outbox outbox;
  @LocalServerPort int port;

  private static final Map<String, Things> THINGS = new HashMap<>();
  private final Map<String, Script> known = new HashMap<>();
  private Population population;

  @BeforeEach
  void people() {
    population = new Population(url(), jdbc, outbox);
    if (jdbc.sql("select 1 from account where name = 'anna'").query().listOfRows().isEmpty()) {
      population.arrive();
      for (String namespace : List.of("anna", "library")) {
        for (String[] made : new String[][] {{"coffee", "public"}, {"ledger", "private"}}) {
          THINGS.put(namespace + "/" + made[0], population.make(namespace, made[0], made[1]));
        }
      }
    }
  }

  /** The things of that name that this route can reach: anna's, or an official image's. */
  private static Things things(Route route, String repository) {
    String name = (route.isOfficial() ? "library/" : "anna/") + repository;
    return Objects.requireNonNull(THINGS.get(name), name);
  }

  /** The control of all that follows: what others are refused is really there. */
  @Test
  void whoMayIsLetThroughOnEveryRoute() {
    var closed = new ArrayList<String>();
    for (Route route : routes().filter(it -> !it.isIn(NOT_ON_THIS_HUB)).toList()) {
      if (route.looks()) {
        for (String repository : List.of("coffee", "ledger")) {
          Things things = things(route, repository);
          note(route, send(as(whoMay(route, things), route), route, things), closed);
        }
      } else {
        // fresh ones each time: some routes delete them
        Things things = population.fresh(route.isOfficial() ? "library" : "anna");
        note(route, send(as(whoMay(route, things), route), route, things), closed);
      }
    }
    assertThat(closed).isEmpty();
  }

  private static String whoMay(Route route, Things things) {
    return route.isOfTheSite() ? "olga" : Population.ownerOf(things.namespace());
  }

  private static void note(Route route, HttpResponse<String> response, List<String> closed) {
    if (isRefused(response) || response.statusCode() >= 500) {
      closed.add(route + " answers " + response.statusCode());
    }
  }

  @Test
  void theApisOwnListOfRoutesSaysTheSameOfWhatIsOpen() {
    assertThat(
            api.all().stream().filter(it -> it.access() == Access.NOTHING).map(RouteTests::route))
        .isNotEmpty()
        .allMatch(it -> it.isIn(OPEN_PAGES) || it.isIn(OPEN_PROFILES) || it.isIn(OPEN_FORMS));
    assertThat(mapped().filter(Route::isApi))
        .containsExactlyInAnyOrderElementsOf(api.all().stream().map(RouteTests::route).toList());
  }

  @Test
  void nobodySeesWhatIsNotOpenToAll() {
    assertThat(
            routes()
                .filter(route -> route.looks() && !route.isOfARepository())
                .filter(route -> !route.isIn(OPEN_PAGES) && !route.isIn(OPEN_PROFILES))
                .filter(route -> isOpen(new Script(url()), route, "coffee")))
        .isEmpty();
  }

  @Test
  void nobodyChangesAnythingWithoutSigningIn() {
    List<String> before = population.belongings();
    assertThat(
            routes()
                .filter(route -> !route.looks() && !route.isIn(OPEN_FORMS))
                .filter(route -> isOpen(new Script(url()), route, "coffee")))
        .isEmpty();
    assertThat(population.belongings()).isEqualTo(before);
  }

  @Test
  void aPrivateRepositoryLooksAbsentToOthersOnEveryRoute() {
    List<String> before = population.belongings();
    var open = new ArrayList<String>();
    for (Route route : routes().filter(Route::isOfARepository).toList()) {
      for (Script script : List.of(new Script(url()), as("beate", route))) {
        var response = send(script, route, things(route, "ledger"));
        if (!isRefused(response) || response.body().contains(Population.SECRET)) {
          open.add(route + " answers " + response.statusCode());
        }
      }
    }
    assertThat(open).isEmpty();
    assertThat(population.belongings()).isEqualTo(before);
  }

  /** Neither strangers nor who may push: settings, people and webhooks are the owner's. */
  @Test
  void othersSeeOfAPublicRepositoryWhatIsForAllAndNoMore() {
    var wrong = new ArrayList<String>();
    for (Route route : routes().filter(it -> it.looks() && it.isOfARepository()).toList()) {
      boolean open = OPEN_VIEWS.matcher(route.pattern().replaceAll("(?<=.)/$", "")).matches();
      for (Script script : List.of(new Script(url()), as("beate", route), as("carla", route))) {
        if (isOpen(script, route, "coffee") != open) {
          wrong.add(route + (open ? " is closed" : " is open"));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoMayPushChangesNothingElse() {
    List<String> before = population.belongings();
    assertThat(
            routes()
                .filter(route -> !route.looks() && route.isOfARepository())
                .filter(route -> !OPEN_TO_SIGNED_IN.contains(route.lastSegment()))
                .filter(route -> isOpen(as("carla", route), route, "ledger")))
        .isEmpty();
    assertThat(population.belongings()).isEqualTo(before);
  }

  @Test
  void othersChangeNothingInAPublicRepository() {
    List<String> before = population.belongings();
    assertThat(
            routes()
                .filter(route -> !route.looks() && route.isOfARepository())
                .filter(route -> !OPEN_TO_SIGNED_IN.contains(route.lastSegment()))
                .filter(route -> isOpen(as("beate", route), route, "coffee")))
        .isEmpty();
    assertThat(population.belongings()).isEqualTo(before);
  }

  /** Such as access tokens, and repositories in namespaces of others. */
  @Test
  void othersReachNothingThatIsAPersonsOwn() {
    List<String> before = population.belongings();
    for (Route route : routes().filter(it -> !it.isOfARepository()).toList()) {
      var response = send(as("beate", route), route, things(route, "coffee"));
      assertThat(response.statusCode()).as(route.toString()).isLessThan(500);
      assertThat(response.body()).as(route.toString()).doesNotContain("ledger");
      if (route.pattern().contains("{id}")) {
        assertThat(response.statusCode()).as(route.toString()).isEqualTo(404);
      }
    }
    assertThat(population.belongings()).isEqualTo(before);
  }

  @Test
  void peopleAreNoSiteAdmins() {
    assertThat(routes().filter(Route::isOfTheSite))
        .isNotEmpty()
        .allMatch(
            route -> send(as("anna", route), route, things(route, "coffee")).statusCode() == 404);
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
        .token("beate", Population.PASSWORD, "repository:anna/" + repository + ":pull,push,delete");
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
    return Stream.concat(
            api.all().stream().map(RouteTests::route), mapped().filter(route -> !route.isApi()))
        .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method));
  }

  private Stream<Route> mapped() {
    return mapping.getHandlerMethods().keySet().stream()
        .flatMap(RouteTests::routes)
        .filter(route -> !route.pattern().equals("/error"));
  }

  private static Route route(ApiRoute route) {
    return new Route(route.method(), route.pattern());
  }

  /** A mapping without methods takes all of them. */
  private static Stream<Route> routes(RequestMappingInfo mapping) {
    var named = mapping.getMethodsCondition().getMethods();
    var methods = named.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : named;
    return mapping.getPatternValues().stream()
        .flatMap(pattern -> methods.stream().map(method -> new Route(method.name(), pattern)));
  }

  private boolean isOpen(Script script, Route route, String repository) {
    return !isRefused(send(script, route, things(route, repository)));
  }

  private static boolean isRefused(HttpResponse<String> response) {
    String location = response.headers().firstValue("Location").orElse("");
    return CLOSED.contains(response.statusCode())
        || response.statusCode() == 302 && location.contains("/login");
  }

  /** Sends a request that would work, had its sender the right. */
  private HttpResponse<String> send(Script script, Route route, Things things) {
    if (route.pattern().startsWith("/admin/storage/orphans")) {
      population.holdOrphans();
    }
    String path = route.path(things);
    if (route.looks()) {
      return script.get(path);
    }
    if (route.isApi()) {
      return script.json(
          route.method(),
          path,
          """
          {"description": "changed", "is_private": true, "namespace": "%s", "name": "%s",
           "user": "olga", "username": "anna", "identifier": "anna", "password": "%s",
           "secret": "%s"}
          """
              .formatted(
                  things.namespace(),
                  Population.freshName(),
                  Population.PASSWORD,
                  Population.PASSWORD));
    }
    return script.submit(
        "/theme",
        path,
        Map.of(
            "description",
            "changed",
            "visibility",
            "private",
            "person",
            route.pattern().endsWith("/remove") ? things.collaborator() : "olga",
            "confirm",
            things.name(),
            "tag",
            "latest",
            "namespace",
            things.namespace(),
            "name",
            Population.freshName(),
            "username",
            "anna",
            "password",
            Population.PASSWORD));
  }

  /** By session on pages, by token in the API; a new one where the request may end it. */
  private Script as(String name, Route route) {
    return route.looks() || route.isOfARepository()
        ? known.computeIfAbsent(name + route.isApi(), _ -> newly(name, route))
        : newly(name, route);
  }

  private Script newly(String name, Route route) {
    return route.isApi()
        ? new Script(url()).apiToken(name, Population.PASSWORD)
        : population.signedIn(name);
  }

  private String url() {
    return "http://localhost:" + port;
  }
}
