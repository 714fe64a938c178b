package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import hub.registry.protocol.Routes.RepositoryRoute;
import hub.repositories.Repositories;
import hub.repositories.RepositoryName;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every route of the table, asked by everyone who has no business there. */
@RegistryTest
class AuthorisationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final byte[] LAYER = "a secret layer".getBytes(StandardCharsets.UTF_8);

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired Routes routes;
  @Autowired Repositories repositories;

  private Person owner;
  private Person stranger;
  private Person unconfirmed;
  private RepositoryName hidden;

  @BeforeEach
  void peopleAndAPrivateRepository() {
    int n = COUNT.incrementAndGet();
    owner = people.confirmed("owner" + n);
    stranger = people.confirmed("stranger" + n);
    unconfirmed = people.unconfirmed("newcomer" + n);
    hidden = new RepositoryName(owner.name(), "hidden");
  }

  private Map<String, RegistryClient> outsiders() {
    String scope = "repository:" + hidden + ":pull,push,delete";
    String star = "repository:" + hidden + ":*";
    Map<String, RegistryClient> outsiders = new LinkedHashMap<>();
    RegistryClient anonymous = RegistryClient.anonymous(port);
    outsiders.put("anonymous", anonymous);
    outsiders.put("anonymous with a token", anonymous.withToken(scope));
    outsiders.put("stranger by password", stranger.client(port));
    outsiders.put("stranger with a token", stranger.client(port).withToken(scope));
    outsiders.put("stranger with a token for all", stranger.client(port).withToken(star));
    outsiders.put(
        "stranger with a token to pull",
        stranger.client(port).withToken("repository:" + hidden + ":pull"));
    outsiders.put(
        "stranger with a token for another repository",
        stranger.client(port).withToken("repository:" + stranger.name() + "/app:pull,push"));
    outsiders.put("unconfirmed by password", unconfirmed.client(port));
    outsiders.put("unconfirmed with a token", unconfirmed.client(port).withToken(scope));
    return outsiders;
  }

  /** What is asked on a route: everything that is really there, and things that are not. */
  private List<String> paths(RepositoryRoute route, Digest image, String upload) {
    String base = "/v2/" + hidden;
    Digest none = Digest.sha256(new byte[] {1, 2, 3});
    return switch (route.resource()) {
      case TAGS -> List.of(base + "/tags/list", base + "/tags/list?n=1");
      case MANIFEST ->
          List.of(
              base + "/manifests/1",
              base + "/manifests/" + image,
              base + "/manifests/" + image + "?tag=1&tag=2",
              base + "/manifests/" + none);
      case REFERRERS ->
          List.of(
              base + "/referrers/" + image,
              base + "/referrers/" + image + "?artifactType=a/b&n=1",
              base + "/referrers/" + none,
              base + "/referrers/nonsense");
      case BLOB -> List.of(base + "/blobs/" + Digest.sha256(LAYER), base + "/blobs/" + none);
      case UPLOADS ->
          List.of(
              base + "/blobs/uploads/",
              base + "/blobs/uploads/?digest=" + Digest.sha256(LAYER),
              base + "/blobs/uploads/?mount=" + Digest.sha256(LAYER),
              base + "/blobs/uploads/?digest-algorithm=sha512",
              base + "/blobs/uploads/?mount=" + Digest.sha256(LAYER) + "&from=" + hidden);
      case UPLOAD ->
          List.of(
              base + "/blobs/uploads/" + upload,
              base + "/blobs/uploads/" + upload + "?digest=" + Digest.sha256(LAYER));
      case ROOT, CATALOG, UNKNOWN -> throw new IllegalStateException("no repository's route");
    };
  }

  private Map<String, String> askEverything(
      Map<String, RegistryClient> outsiders, Digest image, String upload) {
    Map<String, String> answers = new LinkedHashMap<>();
    outsiders.forEach(
        (who, client) -> {
          for (RepositoryRoute route : routes.repository()) {
            for (String path : paths(route, image, upload)) {
              Reply reply = client.send(route.method(), path, BodyPublishers.noBody());
              Map<String, List<String>> headers = new TreeMap<>(reply.http().headers().map());
              headers.remove("date");
              // the web server ends a connection every hundred requests
              headers.remove("connection");
              answers.put(
                  who + ": " + route.method() + " " + path,
                  reply.status() + " " + headers + " " + reply.text());
            }
          }
        });
    return answers;
  }

  @Test
  void answersOutsidersTheSameWhetherARepositoryIsHiddenOrAbsent() {
    RegistryClient mine = owner.client(port);
    Digest image = mine.pushImage(hidden.toString(), "1", LAYER);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    String location = mine.startUpload(hidden.toString());
    String upload = location.substring(location.lastIndexOf('/') + 1);
    Map<String, RegistryClient> outsiders = outsiders();

    Map<String, String> whenHidden = askEverything(outsiders, image, upload);
    // in between, to be sure that all of it is really there
    assertThat(mine.get("/v2/" + hidden + "/manifests/1").status()).isEqualTo(200);
    assertThat(mine.get(location).status()).isEqualTo(204);
    repositories.delete(
        new Caller(new Caller.Identity(owner.id(), owner.name(), true, false), TokenScope.ADMIN),
        hidden,
        "hidden");
    Map<String, String> whenAbsent = askEverything(outsiders, image, upload);

    assertThat(whenHidden).hasSizeGreaterThan(150);
    whenHidden.forEach(
        (request, answer) -> assertThat(answer).as(request).isEqualTo(whenAbsent.get(request)));
    assertThat(whenHidden.values())
        .allSatisfy(answer -> assertThat(answer).matches("(?s)40[134] .*"));
  }

  @Test
  void grantsTokensForHiddenAndForAbsentRepositoriesAlike() {
    owner.client(port).pushImage(hidden.toString(), "1", LAYER);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();

    for (RegistryClient client :
        List.of(RegistryClient.anonymous(port), stranger.client(port), unconfirmed.client(port))) {
      List<String> scopes = new ArrayList<>();
      for (String name : List.of(hidden.toString(), owner.name() + "/absent")) {
        scopes.add(
            client
                .get("/token?scope=repository:" + name + ":pull,push,delete,*")
                .json()
                .path("scope")
                .asString()
                .replace(name, "it"));
      }
      assertThat(scopes.getFirst()).isEqualTo(scopes.getLast()).doesNotContain("pull", "delete");
    }
  }

  @Test
  void mountsNothingOutOfARepositoryThatTheCallerMayNotPull() {
    owner.client(port).pushImage(hidden.toString(), "1", LAYER);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    RegistryClient client = stranger.client(port);
    String mine = stranger.name() + "/app";

    assertThat(
            client
                .post(
                    "/v2/"
                        + mine
                        + "/blobs/uploads/?mount="
                        + Digest.sha256(LAYER)
                        + "&from="
                        + hidden)
                .status())
        .isEqualTo(202);
    assertThat(client.get("/v2/" + mine + "/blobs/" + Digest.sha256(LAYER)).status())
        .isEqualTo(404);
  }

  private static String mount(String into) {
    return "/v2/" + into + "/blobs/uploads/?mount=" + Digest.sha256(LAYER);
  }

  @Test
  void findsBlobsToMountOnlyWhereTheCallerMayPull() {
    RegistryClient client = stranger.client(port);
    String mine = stranger.name() + "/app";
    byte[] other = "bytes of a draft".getBytes(StandardCharsets.UTF_8);
    owner.client(port).pushImage(hidden.toString(), "1", LAYER);
    owner.client(port).pushBlob(owner.name() + "/draft", other);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    // none of the other tests' repositories has them
    jdbc.sql(
            "update repository set visibility = 'private' where id in (select repository_id from repository_blob where digest = ?)")
        .param(Digest.sha256(LAYER).bytes())
        .update();

    Reply hiddenOne = client.post(mount(mine));
    Reply absent =
        client.post("/v2/" + mine + "/blobs/uploads/?mount=" + Digest.sha256(new byte[] {9}));
    assertThat(hiddenOne.status()).isEqualTo(202).isEqualTo(absent.status());
    assertThat(hiddenOne.body()).isEqualTo(absent.body());
    assertThat(hiddenOne.http().headers().map().keySet())
        .isEqualTo(absent.http().headers().map().keySet());
    assertThat(
            client.post("/v2/" + mine + "/blobs/uploads/?mount=" + Digest.sha256(other)).status())
        .isEqualTo(202);
    assertThat(client.get("/v2/" + mine + "/blobs/" + Digest.sha256(LAYER)).status())
        .isEqualTo(404);
    for (String nonsense : List.of("mount=", "mount=sha256:1", "mount=x&from=y")) {
      assertThat(client.post("/v2/" + mine + "/blobs/uploads/?" + nonsense).status())
          .isEqualTo(202);
    }

    assertThat(owner.client(port).post(mount(owner.name() + "/copy")).status()).isEqualTo(201);
    collaborate();
    assertThat(client.post(mount(mine)).status()).isEqualTo(201);
    Person another = people.confirmed("another" + COUNT.incrementAndGet());
    assertThat(another.client(port).post(mount(another.name() + "/app")).status()).isEqualTo(202);
    jdbc.sql("update repository set visibility = 'public' where name = 'hidden'").update();
    assertThat(
            another
                .client(port)
                .withToken("repository:" + another.name() + "/app:pull,push")
                .post(mount(another.name() + "/app"))
                .status())
        .isEqualTo(201);
  }

  private void collaborate() {
    jdbc.sql(
            """
            insert into collaborator (repository_id, account_id)
            select id, ? from repository where name = 'hidden' and namespace_id = ?
            """)
        .param(stranger.id())
        .param(owner.id())
        .update();
  }

  @Test
  void deletesOnlyForThoseWhoAdministerAndOnlyWithATokenForIt() {
    RegistryClient mine = owner.client(port);
    mine.pushImage(hidden.toString(), "1", LAYER);
    collaborate();
    String image = "/v2/" + hidden + "/manifests/1";
    String blob = "/v2/" + hidden + "/blobs/" + Digest.sha256(LAYER);
    String scope = "repository:" + hidden + ":";
    Map<String, RegistryClient> refused = new LinkedHashMap<>();
    refused.put("a token to push", mine.withToken(scope + "pull,push"));
    refused.put("a collaborator", stranger.client(port));
    refused.put("a collaborator's token", stranger.client(port).withToken(scope + "*"));
    refused.put("who may write", people.with(owner, TokenScope.WRITE).client(port));
    refused.put(
        "a token of who may write",
        people.with(owner, TokenScope.WRITE).client(port).withToken(scope + "delete"));

    refused.forEach(
        (who, client) -> {
          for (String path : List.of(image, blob)) {
            Reply reply = client.delete(path);
            assertThat(reply.status()).as(who).isIn(401, 403);
            assertThat(reply.error()).as(who).isEqualTo("DENIED");
          }
        });
    assertThat(mine.get(image).status()).isEqualTo(200);
    assertThat(mine.withToken(scope + "delete").delete(image).status()).isEqualTo(202);
  }

  @Test
  void keepsATokenWithinWhatItWasMadeForAndWithinWhatItsOwnerMayAtTheMoment() {
    RegistryClient mine = owner.client(port);
    mine.pushImage(hidden.toString(), "1", LAYER);
    RegistryClient pulls = mine.withToken("repository:" + hidden + ":pull");
    RegistryClient visitor = stranger.client(port).withToken("repository:" + hidden + ":pull");

    assertThat(pulls.get("/v2/" + hidden + "/manifests/1").status()).isEqualTo(200);
    assertThat(pulls.post("/v2/" + hidden + "/blobs/uploads/").status()).isEqualTo(401);
    assertThat(pulls.delete("/v2/" + hidden + "/manifests/1").status()).isEqualTo(401);
    assertThat(visitor.get("/v2/" + hidden + "/manifests/1").status()).isEqualTo(200);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    assertThat(visitor.get("/v2/" + hidden + "/manifests/1").status()).isEqualTo(401);
    assertThat(pulls.get("/v2/" + hidden + "/manifests/1").status()).isEqualTo(200);
  }

  @Test
  void tellsThoseWhoMayNotPushTheReasonInWords() {
    String scope = "repository:%s:pull,push";
    Person reader = people.with(owner, TokenScope.READ);
    assertRefused(unconfirmed, unconfirmed.name() + "/app", "confirm your e-mail");
    assertRefused(stranger, hidden.toString(), "requested access to the resource is denied");
    assertRefused(stranger, "nginx", "You cannot push a \"root\" repository");
    assertRefused(reader, hidden.toString(), "may only pull");
    assertThat(
            RegistryClient.anonymous(port)
                .withToken(scope.formatted(hidden))
                .post("/v2/" + hidden + "/blobs/uploads/")
                .status())
        .isEqualTo(401);
  }

  private void assertRefused(Person person, String repository, String words) {
    RegistryClient client =
        person.client(port).withToken("repository:" + repository + ":pull,push");
    Reply reply = client.post("/v2/" + repository + "/blobs/uploads/");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).isEqualTo("DENIED");
    assertThat(reply.message()).contains(words);
    // without one, Docker's client would try again for a minute
    assertThat(reply.json().path("errors").path(0).has("detail")).isTrue();
  }

  @Test
  void doesNotLetAnUploadBeContinuedByAnotherPersonOrInAnotherRepository() {
    RegistryClient mine = owner.client(port);
    String location = mine.startUpload(hidden.toString());
    String elsewhere = location.replace("/hidden/", "/other/");
    mine.startUpload(owner.name() + "/other");

    assertThat(mine.patch(elsewhere, LAYER).error()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    jdbc.sql(
            """
            insert into collaborator (repository_id, account_id)
            select id, ? from repository where name = 'hidden' and namespace_id = ?
            """)
        .param(stranger.id())
        .param(owner.id())
        .update();
    assertThat(stranger.client(port).patch(location, LAYER).error())
        .isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(mine.patch(location, LAYER).status()).isEqualTo(202);
  }

  @Test
  void listsInTheCatalogWhatTheCallerSees() {
    RegistryClient mine = owner.client(port);
    mine.pushImage(owner.name() + "/open", "1", LAYER);
    mine.pushImage(hidden.toString(), "1", LAYER);
    mine.startUpload(owner.name() + "/draft");
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();

    assertThat(RegistryClient.anonymous(port).get("/v2/_catalog").text())
        .contains(owner.name() + "/open")
        .doesNotContain("hidden", "draft");
    assertThat(stranger.client(port).withToken("registry:catalog:*").get("/v2/_catalog").text())
        .doesNotContain("hidden", "draft");
    assertThat(mine.get("/v2/_catalog").text()).contains(hidden.toString()).doesNotContain("draft");
    Reply first = mine.get("/v2/_catalog?n=1&last=" + owner.name() + "/a");
    assertThat(first.json().path("repositories").path(0).asString()).isEqualTo(hidden.toString());
    assertThat(first.header("Link")).contains("rel=\"next\"");
  }
}
