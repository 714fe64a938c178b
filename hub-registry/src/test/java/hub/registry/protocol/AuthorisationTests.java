package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import hub.accounts.TokenScope;
import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import hub.registry.protocol.Routes.RepositoryRoute;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import hub.repositories.life.Repositories;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every route of the table, asked by everyone who has no business there. */
@RegistryTest
class AuthorisationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String ABSENT = "00000000-0000-7000-8000-000000000000";
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final byte[] LAYER = "a secret layer".getBytes(StandardCharsets.UTF_8);

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired Routes routes;
  @Autowired Repositories repositories;
  @Autowired Permissions permissions;

  private Person owner;
  private Person stranger;
  private Person unconfirmed;

  /** Runs the site, and has no business in what others keep to themselves. */
  private Person admin;

  /** Was let in once, and is no more. */
  private Person friend;

  private RepositoryName hidden;

  @BeforeEach
  void peopleAndAPrivateRepository() {
    int n = COUNT.incrementAndGet();
    owner = people.confirmed("owner" + n);
    stranger = people.confirmed("stranger" + n);
    friend = people.confirmed("friend" + n);
    admin = people.siteAdmin("operator" + n);
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
    outsiders.put("site admin by password", admin.client(port));
    outsiders.put("site admin with a token", admin.client(port).withToken(scope));
    Person reading = people.with(stranger, TokenScope.READ);
    outsiders.put("stranger who may only pull", reading.client(port));
    outsiders.put("stranger who may only pull, with a token", reading.client(port).withToken(star));
    collaborate(friend);
    outsiders.put("who was let in once", friend.client(port));
    outsiders.put("who was let in once, with a token of then", friend.client(port).withToken(star));
    jdbc.sql("delete from collaborator where account_id = ?").param(friend.id()).update();
    outsiders.put(
        "owner with a token for another repository",
        owner.client(port).withToken("repository:" + owner.name() + "/app:*"));
    outsiders.put("owner with a token for no repository", owner.client(port).withToken());
    outsiders.put("owner with a token that has expired", expired(owner, hidden));
    outsiders.put("stranger with a token that has expired", expired(stranger, hidden));
    return outsiders;
  }

  /** A token of ours for all there is, of ten minutes ago. */
  private RegistryClient expired(Person person, RepositoryName repository) {
    try {
      String token =
          person
              .client(port)
              .get("/token?scope=repository:" + repository + ":*")
              .json()
              .path("token")
              .asString();
      SignedJWT fresh = SignedJWT.parse(token);
      String key =
          jdbc.sql("select jwk from signing_key where id = ?")
              .param(fresh.getHeader().getKeyID())
              .query(String.class)
              .single();
      Instant issued = Instant.now().minusSeconds(600);
      SignedJWT old =
          new SignedJWT(
              fresh.getHeader(),
              new JWTClaimsSet.Builder(fresh.getJWTClaimsSet())
                  .issueTime(Date.from(issued))
                  .notBeforeTime(Date.from(issued))
                  .expirationTime(Date.from(issued.plusSeconds(300)))
                  .build());
      old.sign(new ECDSASigner(ECKey.parse(key)));
      return new RegistryClient(port, "Bearer " + old.serialize());
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
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
              base + "/blobs/uploads/" + upload + "?digest=" + Digest.sha256(LAYER),
              base + "/blobs/uploads/" + ABSENT);
      case ROOT, CATALOG, UNKNOWN -> throw new IllegalStateException("no repository's route");
    };
  }

  private Map<String, String> askEverything(
      Map<String, RegistryClient> outsiders, Digest image, String upload) {
    RegistryClient mine = owner.client(port);
    Map<String, String> answers = new LinkedHashMap<>();
    outsiders.forEach(
        (who, client) -> {
          for (RepositoryRoute route : routes.repository()) {
            for (String path : paths(route, image, upload)) {
              // What the owner has just asked for must not lie about for others.
              if (READS.contains(route.method())) {
                mine.send(route.method(), path, BodyPublishers.noBody());
              } else {
                mine.get("/v2/" + hidden + "/manifests/1");
                mine.head("/v2/" + hidden + "/blobs/" + Digest.sha256(LAYER));
              }
              answers.put(
                  who + ": " + route.method() + " " + path,
                  described(client.send(route.method(), path, BodyPublishers.noBody())));
            }
          }
        });
    return answers;
  }

  /** All of an answer but what is another each time. */
  private static String described(Reply reply) {
    Map<String, List<String>> headers = new TreeMap<>(reply.http().headers().map());
    headers.remove("date");
    // the web server ends a connection every hundred requests
    headers.remove("connection");
    return reply.status() + " " + headers + " " + reply.text();
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
    repositories.delete(owner.caller(), hidden, "hidden");
    Map<String, String> whenAbsent = askEverything(outsiders, image, upload);

    assertThat(whenHidden).hasSizeGreaterThan(600);
    whenHidden.forEach(
        (request, answer) -> assertThat(answer).as(request).isEqualTo(whenAbsent.get(request)));
    assertThat(whenHidden.values())
        .allSatisfy(answer -> assertThat(answer).matches("(?s)40[134] .*"));
  }

  @Test
  void takesUploadsAndBlobsOfOthersForWhatNobodyHas() {
    RegistryClient mine = owner.client(port);
    byte[] secret = ("a layer of " + owner.name()).getBytes(StandardCharsets.UTF_8);
    Digest none = Digest.sha256(owner.name().getBytes(StandardCharsets.UTF_8));
    mine.pushImage(hidden.toString(), "1", secret);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    String location = mine.startUpload(hidden.toString());
    String upload = location.substring(location.lastIndexOf('/') + 1);
    Map<String, RegistryClient> clients = outsiders();
    Map<String, String> places = new LinkedHashMap<>();
    clients.keySet().forEach(who -> places.put(who, stranger.name() + "/app"));
    for (String who : clients.keySet()) {
      if (who.startsWith("site admin")) {
        places.put(who, admin.name() + "/app");
      } else if (who.startsWith("who was let in")) {
        places.put(who, friend.name() + "/app");
      } else if (who.startsWith("owner")) {
        places.put(who, owner.name() + "/app");
      }
    }
    stranger.client(port).pushImage(stranger.name() + "/app", "1", LAYER);

    clients.forEach(
        (who, client) -> {
          String place = "/v2/" + places.get(who) + "/blobs/uploads/";
          for (String from : List.of("", "&from=" + hidden)) {
            mine.head("/v2/" + hidden + "/blobs/" + Digest.sha256(secret));
            Reply hiddenOne = client.post(place + "?mount=" + Digest.sha256(secret) + from);
            Reply absent = client.post(place + "?mount=" + none + from);
            assertThat(hiddenOne.status()).as(who).isIn(202, 401, 403);
            assertThat(anyUpload(hiddenOne)).as(who).isEqualTo(anyUpload(absent));
          }
          for (RepositoryRoute route : routes.repository()) {
            if (route.resource() == RegistryPath.Resource.UPLOAD) {
              Reply theirs = client.send(route.method(), place + upload, BodyPublishers.noBody());
              Reply nobodys = client.send(route.method(), place + ABSENT, BodyPublishers.noBody());
              assertThat(theirs.status()).as(who).isIn(400, 401, 403, 404);
              assertThat(described(theirs)).as(who).isEqualTo(described(nobodys));
            }
          }
        });
    assertThat(mine.get(location).status()).isEqualTo(204);
  }

  private static String anyUpload(Reply reply) {
    return described(reply)
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "an id");
  }

  /** Asks each route for what is not there: who is let through is told so, in other words. */
  private Set<String> letThrough(RegistryClient client, RepositoryName repository) {
    Digest none = Digest.sha256(new byte[] {1, 2, 3});
    Set<String> open = new TreeSet<>();
    for (RepositoryRoute route : routes.repository()) {
      String path =
          switch (route.resource()) {
            case TAGS -> "/tags/list";
            case MANIFEST -> "/manifests/" + none;
            case REFERRERS -> "/referrers/" + none;
            case BLOB -> "/blobs/" + none;
            case UPLOADS -> "/blobs/uploads/";
            case UPLOAD -> "/blobs/uploads/" + ABSENT;
            case ROOT, CATALOG, UNKNOWN -> throw new IllegalStateException("no repository's route");
          };
      Reply reply =
          client.send(route.method(), "/v2/" + repository + path, BodyPublishers.noBody());
      assertThat(reply.status()).isIn(200, 202, 400, 401, 403, 404);
      if (reply.status() != 401 && reply.status() != 403) {
        open.add(route.method() + " " + route.resource());
      }
    }
    return open;
  }

  private Set<String> routesThatNeed(RequiredAccess... needs) {
    return routes.repository().stream()
        .filter(route -> List.of(needs).contains(route.need()))
        .map(route -> route.method() + " " + route.resource())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void letsEverybodyThroughToWhatTheyMayAndNoFurther() {
    RepositoryName open = new RepositoryName(owner.name(), "open");
    RepositoryName official = new RepositoryName("library", "official" + COUNT.incrementAndGet());
    owner.client(port).pushImage(hidden.toString(), "1", LAYER);
    owner.client(port).pushImage(open.toString(), "1", LAYER);
    admin.client(port).pushImage(official.toString(), "1", LAYER);
    jdbc.sql("update repository set visibility = 'private' where name in ('hidden', ?)")
        .param(official.name())
        .update();
    collaborate(stranger);
    Set<String> none = Set.of();
    Set<String> pull = routesThatNeed(RequiredAccess.PULL);
    Set<String> write =
        routesThatNeed(RequiredAccess.PULL, RequiredAccess.OPEN, RequiredAccess.PUSH);
    Set<String> delete = routesThatNeed(RequiredAccess.DELETE);
    Set<String> all = routesThatNeed(RequiredAccess.values());
    assertThat(all).hasSize(routes.repository().size());
    String scope = "repository:" + hidden + ":";
    RegistryClient mine = owner.client(port);
    RegistryClient writer = stranger.client(port);
    RegistryClient reader = people.with(stranger, TokenScope.READ).client(port);

    assertThat(letThrough(mine, hidden)).isEqualTo(all);
    assertThat(letThrough(mine.withToken(scope + "*"), hidden)).isEqualTo(all);
    assertThat(letThrough(mine.withToken(scope + "pull"), hidden)).isEqualTo(pull);
    assertThat(letThrough(mine.withToken(scope + "pull,push"), hidden)).isEqualTo(write);
    assertThat(letThrough(mine.withToken(scope + "delete"), hidden)).isEqualTo(delete);
    assertThat(letThrough(mine.withToken(scope + "*"), open)).isEqualTo(none);
    assertThat(letThrough(expired(owner, hidden), hidden)).isEqualTo(none);
    assertThat(letThrough(people.with(owner, TokenScope.READ).client(port), hidden))
        .isEqualTo(pull);
    assertThat(letThrough(people.with(owner, TokenScope.WRITE).client(port), hidden))
        .isEqualTo(write);
    assertThat(letThrough(writer, hidden)).isEqualTo(write);
    assertThat(letThrough(writer.withToken(scope + "*"), hidden)).isEqualTo(write);
    assertThat(letThrough(reader, hidden)).isEqualTo(pull);
    assertThat(letThrough(reader.withToken(scope + "*"), hidden)).isEqualTo(pull);
    assertThat(letThrough(admin.client(port), hidden)).isEqualTo(none);
    assertThat(letThrough(admin.client(port), official)).isEqualTo(all);
    assertThat(letThrough(owner.client(port), official)).isEqualTo(none);
    String everything = "repository:" + open + ":*";
    for (RegistryClient client :
        List.of(RegistryClient.anonymous(port), writer, unconfirmed.client(port))) {
      assertThat(letThrough(client, open)).isEqualTo(pull);
      assertThat(letThrough(client.withToken(everything), open)).isEqualTo(pull);
    }
    assertThat(letThrough(expired(stranger, open), open)).isEqualTo(none);
  }

  @Test
  void mountsWithATokenOnlyOutOfWhatItReaches() {
    byte[] secret = ("a layer of " + owner.name()).getBytes(StandardCharsets.UTF_8);
    RegistryClient mine = owner.client(port);
    mine.pushImage(hidden.toString(), "1", secret);
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();
    String place = owner.name() + "/app";
    String mount = "/v2/" + place + "/blobs/uploads/?mount=" + Digest.sha256(secret);
    String scope = "repository:" + place + ":pull,push";
    RegistryClient narrow = mine.withToken(scope);

    assertThat(narrow.post(mount).status()).isEqualTo(202);
    assertThat(narrow.post(mount + "&from=" + hidden).status()).isEqualTo(202);
    RegistryClient wide = mine.withToken(scope, "repository:" + hidden + ":pull");
    assertThat(wide.post(mount).status()).isEqualTo(201);
    assertThat(mine.delete("/v2/" + place + "/blobs/" + Digest.sha256(secret)).status())
        .isEqualTo(202);
    assertThat(wide.post(mount + "&from=" + hidden).status()).isEqualTo(201);
  }

  @Test
  void mountsWithATokenOutOfADraftOfOnesOwnThatWillBePublic() {
    byte[] layer = ("a draft of " + owner.name()).getBytes(StandardCharsets.UTF_8);
    RegistryClient mine = owner.client(port);
    mine.pushBlob(owner.name() + "/draft", layer);
    String place = owner.name() + "/app";
    RegistryClient narrow = mine.withToken("repository:" + place + ":pull,push");
    String mount = "/v2/" + place + "/blobs/uploads/?mount=" + Digest.sha256(layer);

    jdbc.sql("update account set private_by_default = true where id = ?")
        .param(owner.id())
        .update();
    // so that there is a place to push to, whatever is private by default
    jdbc.sql(
            "insert into repository (namespace_id, name, visibility, draft) values (?, 'app',"
                + " 'public', false)")
        .param(owner.id())
        .update();
    assertThat(narrow.post(mount).status()).isEqualTo(202);
    assertThat(narrow.post(mount + "&from=" + owner.name() + "/draft").status()).isEqualTo(202);
    jdbc.sql("update account set private_by_default = false where id = ?")
        .param(owner.id())
        .update();
    assertThat(narrow.post(mount + "&from=" + owner.name() + "/draft").status()).isEqualTo(201);
    assertThat(mine.delete("/v2/" + place + "/blobs/" + Digest.sha256(layer)).status())
        .isEqualTo(202);
    assertThat(narrow.post(mount).status()).isEqualTo(201);
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
            "update repository set visibility = 'private' where id in (select repository_id from"
                + " repository_blob where digest = ?)")
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
    collaborate(stranger);
  }

  private void collaborate(Person person) {
    jdbc.sql(
            """
            insert into collaborator (repository_id, account_id)
            select id, ? from repository where name = 'hidden' and namespace_id = ?
            """)
        .param(person.id())
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
    assertRefused(
        stranger,
        hidden.toString(),
        "requested access to the resource is denied: you may not push to " + hidden);
    assertRefused(
        stranger,
        "nobodyhere/app",
        "requested access to the resource is denied: you may not push to nobodyhere/app. Push to "
            + stranger.name()
            + "/app, or ask its owner to add you");
    assertRefused(stranger, "nginx", "You cannot push a \"root\" repository");
    assertRefused(reader, hidden.toString(), "may only pull");
    Reply nobody =
        RegistryClient.anonymous(port)
            .withToken(scope.formatted(hidden))
            .post("/v2/" + hidden + "/blobs/uploads/");
    String signIn =
        "requested access to the resource is denied: sign in with docker login localhost:%d to push"
            .formatted(port);
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.message()).isEqualTo(signIn);
    // what Docker's client prints of it
    assertThat(nobody.header("WWW-Authenticate"))
        .endsWith(",error=\"insufficient_scope\",error_description=\"" + signIn + "\"");
  }

  @Test
  void tellsThoseWhoMayNotDeleteTheReasonInWords() {
    Reply reply = stranger.client(port).delete("/v2/" + hidden + "/manifests/1");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message())
        .isEqualTo(
            "requested access to the resource is denied: only its admins delete in a repository,"
                + " by a token that may administer");
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
  void whoOnlyLooksMakesNoRepositoryWhateverTheTokenIsFor() {
    RegistryClient mine = owner.client(port);
    String scope = "repository:" + hidden + ":";
    for (RegistryClient client :
        List.of(mine, mine.withToken(scope + "push"), mine.withToken(scope + "pull,push"))) {
      for (RepositoryRoute route : routes.repository()) {
        if (READS.contains(route.method())) {
          for (String path : paths(route, Digest.sha256(LAYER), ABSENT)) {
            int status = client.send(route.method(), path, BodyPublishers.noBody()).status();
            assertThat(status)
                .as(route.method() + " " + path)
                .isIn(path.contains("/referrers/") ? List.of(200, 400) : List.of(404));
          }
        }
      }
    }
    assertThat(permissions.see(owner.caller(), hidden)).isEmpty();

    assertThat(
            unconfirmed
                .client(port)
                .withToken("repository:" + unconfirmed.name() + "/app:push")
                .get("/v2/" + unconfirmed.name() + "/app/manifests/1")
                .status())
        .as("who may not push reads why before sending anything")
        .isEqualTo(403);
  }

  @Test
  void listsInTheCatalogWhatTheCallerSees() {
    RegistryClient mine = owner.client(port);
    mine.pushImage(owner.name() + "/open", "1", LAYER);
    mine.pushImage(hidden.toString(), "1", LAYER);
    mine.startUpload(owner.name() + "/draft");
    jdbc.sql("update repository set visibility = 'private' where name = 'hidden'").update();

    Reply bare = RegistryClient.anonymous(port).get("/v2/_catalog");
    assertThat(bare.status()).as("many clients say who they are only when asked").isEqualTo(401);
    assertThat(bare.header("WWW-Authenticate")).contains("scope=\"registry:catalog:*\"");
    RegistryClient nobody = RegistryClient.anonymous(port).withToken("registry:catalog:*");
    assertThat(nobody.get("/v2/_catalog").text())
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
