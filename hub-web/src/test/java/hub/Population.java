package hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Script;
import hub.accounts.mail.Outbox;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hub with people in it: anna, who owns repositories; carla, who may push to them; olga, who runs
 * the site and so owns the official images; and beate, a stranger to all of them.
 */
final class Population {

  static final String PASSWORD = "quatro-gatos-no-telhado";

  /** Stands in each description. */
  static final String SECRET = "What it all cost";

  private static final String MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
       "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":37,"digest":"%s"},
       "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":7,"digest":"%s"}]}
      """;

  private final String url;
  private final JdbcClient jdbc;
  private final Outbox outbox;
  private static final AtomicInteger MADE = new AtomicInteger();

  Population(String url, JdbcClient jdbc, Outbox outbox) {
    this.url = url;
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  /** Signs them all up. */
  void arrive() {
    for (String name : List.of("anna", "beate", "carla", "olga")) {
      new Script(url)
          .submit(
              "/signup",
              "/signup",
              Map.of("username", name, "email", name + "@example.com", "password", PASSWORD));
    }
    jdbc.sql("update account set email_confirmed_at = now() where kind = 'person'").update();
    jdbc.sql("update account set site_admin = true where name = 'olga'").update();
  }

  /** Something that the site's admin is asked about: the answer, or the next scan, ends it. */
  void holdOrphans() {
    jdbc.sql(
            """
            insert into orphan_hold (found_at, objects, bytes, listed) values (now(), 3, 9, 3)
            on conflict (id) do nothing
            """)
        .update();
  }

  /** Who may do all there is to do with what is in this namespace. */
  static String ownerOf(String namespace) {
    return namespace.equals("library") ? "olga" : namespace;
  }

  /** Somebody who speaks to the pages. */
  Script signedIn(String name) {
    Script somebody = new Script(url);
    HttpResponse<String> answer = somebody.signIn(name, PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return somebody;
  }

  /** A name that nothing has. */
  static String freshName() {
    return "fresh" + MADE.incrementAndGet();
  }

  /** A new repository, filled. */
  Things fresh(String namespace) {
    return make(namespace, freshName(), "public");
  }

  /** Makes a repository, pushes an image to it, shares it, adds a webhook and tries it. */
  Things make(String namespace, String repository, String visibility) {
    String owner = ownerOf(namespace);
    Script pages = signedIn(owner);
    creates(pages, namespace, repository, visibility);
    String name = namespace + "/" + repository;
    String digest = push(owner, name);

    String page = namespace.equals("library") ? "/_/" + repository : "/r/" + name;
    String people = page + "/collaborators";
    pages.submit(people, people, Map.of("person", "carla"));
    String hooks = page + "/webhooks";
    pages.submit(hooks, hooks, Map.of("name", "CI", "url", url + "/livez"));
    String webhook =
        jdbc.sql(
                """
                select w.id::text from webhook w join repository r on r.id = w.repository_id
                join account a on a.id = r.namespace_id where a.name = ? and r.name = ?
                """)
            .param(namespace)
            .param(repository)
            .query(String.class)
            .single();
    pages.submit(hooks, hooks + "/" + webhook + "/test", Map.of());
    String delivery =
        jdbc.sql("select id::text from delivery where webhook_id = ?::uuid limit 1")
            .param(webhook)
            .query(String.class)
            .single();
    await().until(() -> !outbox.page("").mails().isEmpty());
    return new Things(
        namespace,
        repository,
        digest,
        "carla",
        webhook,
        delivery,
        token(owner, pages),
        outbox.page("").mails().getFirst().id());
  }

  private void creates(Script pages, String namespace, String name, String visibility) {
    var fields =
        Map.of(
            "namespace", namespace, "name", name, "description", SECRET, "visibility", visibility);
    var response = pages.submit("/repositories/create", "/repositories/create", fields);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
  }

  private String token(String owner, Script pages) {
    String label = "for test " + MADE.incrementAndGet();
    pages.submit(
        "/settings/tokens",
        "/settings/tokens",
        Map.of("label", label, "scope", "read", "days", "30"));
    return jdbc.sql(
            """
            select t.id::text from access_token t join account a on a.id = t.account_id
            where a.name = ? and t.label = ?
            """)
        .param(owner)
        .param(label)
        .query(String.class)
        .single();
  }

  /** Returns the manifest's digest. */
  private String push(String owner, String name) {
    Script pusher = new Script(url).token(owner, PASSWORD, "repository:" + name + ":pull,push");
    String config = blob(pusher, name, "{\"architecture\":\"amd64\",\"os\":\"linux\"}");
    String layer = blob(pusher, name, "a layer");
    String manifest = MANIFEST.formatted(config, layer);
    HttpResponse<String> pushed =
        pusher.send(
            "PUT",
            "/v2/" + name + "/manifests/latest",
            "application/vnd.oci.image.manifest.v1+json",
            BodyPublishers.ofString(manifest));
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    return digest(manifest);
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

  /** All that strangers must not change, as text, but for stars. */
  List<String> belongings() {
    return jdbc.sql(
            """
            select * from (
              select 'repository ' || a.name || '/' || r.name || ' ' || r.description || ' '
                     || r.visibility || ' ' || coalesce(r.overview, '') as line
              from repository r join account a on a.id = r.namespace_id
              union all select 'account ' || name || ' ' || coalesce(email, '') || ' '
                || coalesce(password_hash, '') || ' ' || site_admin
              from account where name <> 'beate'
              union all select 'token ' || t.id || coalesce(t.revoked_at::text, '')
              from access_token t join account a on a.id = t.account_id where a.name <> 'beate'
              union all select 'collaborator ' || repository_id || ' ' || account_id
              from collaborator
              union all select 'webhook ' || id || url from webhook
              union all select 'delivery ' || id from delivery
              union all select 'tag ' || repository_id || name || encode(digest, 'hex') from tag)
              all_of_it
            order by line
            """)
        .query((row, index) -> row.getString("line"))
        .list();
  }
}
