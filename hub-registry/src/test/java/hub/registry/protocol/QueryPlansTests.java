package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hubtesting.ExplainedStatements;
import hubtesting.ExplainedStatements.Explained;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** How PostgreSQL goes about what hot requests ask it, where there is much of everything. */
@RegistryTest
@Import(ExplainedStatements.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryPlansTests {

  private static final byte[] LAYER = "a layer among many".getBytes(StandardCharsets.UTF_8);

  @LocalServerPort int port;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ExplainedStatements statements;
  @Autowired DataSource pool;

  private RegistryClient owner;
  private RegistryClient reader;
  private RegistryClient bearer;
  private Digest image;
  private Digest layer;

  @BeforeAll
  void aCrowdedHub() {
    Person person = people.confirmed("crowded");
    owner = person.client(port);
    image = owner.pushImage("crowded/huge", "latest", LAYER);
    layer = Digest.sha256(LAYER);
    transaction.executeWithoutResult(
        status -> {
          // Faster without triggers and foreign keys; what it leaves is as they would have it.
          jdbc.sql("set local session_replication_role = replica").update();
          jdbc.sql(
                  """
                  insert into account (name, kind, full_name)
                  select 'crowd' || n, 'organization', 'One of many'
                  from generate_series(1, 3000) n
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into access_token (account_id, label, secret_hash, hint, scope)
                  select id, 'one of many', sha256(name::bytea), 'many', 'read' from account
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into repository (namespace_id, name, visibility)
                  select a.id, 'app' || n, case when n % 7 = 0 then 'private' else 'public' end
                  from account a, generate_series(1, 7) n where a.name like 'crowd%'
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into blob (digest, size, storage_key)
                  select '\\x01'::bytea || sha256(('blob' || id)::bytea), 1, 'none/' || id
                  from repository
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into repository_blob (repository_id, digest, lease_until)
                  select id, '\\x01'::bytea || sha256(('blob' || id)::bytea), now() from repository
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into manifest
                    (repository_id, digest, media_type, artifact_type, size, body, subject,
                     total_bytes)
                  select r.id, '\\x01'::bytea || sha256(('manifest' || n)::bytea),
                         'application/vnd.oci.image.manifest.v1+json',
                         'application/vnd.example.' || n % 2, 2, '{}',
                         case when n > 3000 then :subject end, 1
                  from generate_series(1, 6000) n, repository r
                  join account a on a.id = r.namespace_id
                  where a.name = 'crowded'
                  """)
              .param("subject", image.bytes())
              .update();
          jdbc.sql(
                  """
                  insert into tag (repository_id, name, digest, sort_key)
                  select r.id, 't' || n, '\\x01'::bytea || sha256(('manifest' || n)::bytea), 't' || n
                  from generate_series(1, 3000) n, repository r
                  join account a on a.id = r.namespace_id
                  where a.name = 'crowded'
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into manifest_blob
                    (repository_id, manifest_digest, ordinal, blob_digest, raw_digest, media_type,
                     size)
                  select repository_id, digest, 9, null, sha256(digest), 'none', 1 from manifest
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into manifest_child
                    (repository_id, parent, ordinal, child, raw_digest, media_type, size)
                  select repository_id, digest, 9, null, sha256(digest), 'none', 1 from manifest
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into upload (id, repository_id, storage_key, expires_at)
                  select gen_random_uuid(), id, 'upload/' || id, now() + interval '1 day'
                  from repository
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into gc_candidate (kind, repository_id, digest, free_at)
                  select 'manifest', repository_id, digest, now() + interval '1 day' from manifest
                  """)
              .update();
          jdbc.sql(
                  """
                  insert into collaborator (repository_id, account_id)
                  select r.id, a.id from repository r join account a on a.id <> r.namespace_id
                  where r.id % 10 = 0 and a.id % 1000 = 7
                  """)
              .update();
        });
    jdbc.sql("analyze").update();
    reader = people.confirmed("passerby").client(port);
    owner.get("/v2/");
    reader.get("/v2/");
    bearer =
        RegistryClient.bearer(
            port,
            reader
                .get("/token?scope=repository:crowded/huge:pull")
                .json()
                .path("access_token")
                .asString());
  }

  @Test
  void aManifestIsTwoLooksIntoIndexes() {
    String byTag = "/v2/crowded/huge/manifests/latest";
    String byDigest = "/v2/crowded/huge/manifests/" + image;
    assertThat(hot(() -> expect(200, bearer.head(byTag)))).hasSize(2);
    assertThat(hot(() -> expect(200, bearer.get(byTag)))).hasSize(2);
    assertThat(hot(() -> expect(200, bearer.get(byDigest)))).hasSize(2);
    assertThat(hot(() -> expect(200, reader.head(byTag)))).hasSize(2);
    assertThat(hot(() -> expect(200, reader.get(byTag)))).hasSize(2);
    assertThat(hot(() -> expect(200, reader.get(byDigest)))).hasSize(2);
  }

  @Test
  void whatIsSaidToBeHereStaysForALease() {
    String manifest = "/v2/crowded/huge/manifests/" + image;
    assertThat(hot(() -> expect(200, bearer.head(manifest)))).hasSize(3);
    assertThat(hot(() -> expect(200, reader.head(manifest)))).hasSize(3);
    String blob = "/v2/crowded/huge/blobs/" + layer;
    assertThat(hot(() -> expect(200, bearer.head(blob)))).hasSize(3);
    assertThat(hot(() -> expect(200, reader.head(blob)))).hasSize(3);
  }

  @Test
  void aBlobIsTwoLooksIntoIndexes() {
    String path = "/v2/crowded/huge/blobs/" + layer;
    assertThat(hot(() -> expect(200, bearer.get(path)))).hasSize(2);
    assertThat(hot(() -> expect(200, reader.get(path)))).hasSize(2);
  }

  @Test
  void listsReadAsMuchOfAnIndexAsTheyShow() {
    hot(() -> expect(200, reader.get("/v2/crowded/huge/tags/list?n=100&last=t2000")));
    hot(() -> expect(200, reader.get("/v2/_catalog?n=100")));
    hot(() -> expect(200, reader.get("/v2/_catalog?n=100&last=crowd2000/app3")));
    String referrers = "/v2/crowded/huge/referrers/" + image;
    hot(() -> expect(200, reader.get(referrers)));
    hot(() -> expect(200, reader.get(referrers + "?artifactType=application/vnd.example.1")));
  }

  @Test
  void aPushFindsItsWayByIndexes() {
    byte[] fresh = "a layer that is new".getBytes(StandardCharsets.UTF_8);
    hot(
        () -> {
          owner.pushBlob("crowded/huge", fresh);
          owner.pushImage("crowded/huge", "newest", LAYER, fresh);
          owner.pushImage("crowded/huge", "newest", LAYER);
        });
  }

  /** Its statements are within a function, where no plan of the request shows them. */
  @Test
  void whatAnAccountWasGivenIsFoundByIndexes() {
    for (String step :
        List.of(
            "select max(permission) from granted_namespaces(7) where namespace_id = 9",
            "select max(permission) from repository_grants(7) where repository_id = 9",
            "select from access_token where id = gen_random_uuid() and account_id = 7")) {
      assertThat(jdbc.sql("explain " + step).query((row, index) -> row.getString(1)).list())
          .isNotEmpty()
          .noneMatch(it -> it.contains("Seq Scan"));
    }
  }

  /** A plan of its own for each request costs more than the request. */
  @Test
  void hotStatementsArePlannedOnceAConnection() throws SQLException {
    for (int i = 0; i < 200; i++) {
      expect(200, bearer.get("/v2/crowded/huge/manifests/latest"));
      expect(200, owner.get("/v2/crowded/huge/manifests/latest"));
      expect(200, reader.get("/v2/_catalog?n=50"));
    }

    Map<String, Integer> reused = new HashMap<>();
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < pool.unwrap(HikariDataSource.class).getMaximumPoolSize(); i++) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
            .sql(
                """
                select substring(statement from '(repository_permission|visible_repositories)') as what,
                       generic_plans, custom_plans, statement
                from pg_prepared_statements
                where statement ~ '(repository_permission|visible_repositories)'
                  and statement !~ '^explain|pg_prepared_statements'
                """)
            .query(
                row -> {
                  assertThat(row.getInt("custom_plans"))
                      .as(row.getString("statement"))
                      .isLessThanOrEqualTo(5);
                  reused.merge(row.getString("what"), row.getInt("generic_plans"), Integer::sum);
                });
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
    assertThat(reused).containsOnlyKeys("repository_permission", "visible_repositories");
    assertThat(reused.values()).allMatch(it -> it > 50);
  }

  private List<Explained> hot(Runnable request) {
    List<Explained> explained = statements.during(request);
    assertThat(explained).isNotEmpty().noneMatch(Explained::readsAWholeTable);
    return explained;
  }

  private static void expect(int status, RegistryClient.Reply reply) {
    assertThat(reply.status()).isEqualTo(status);
  }
}
