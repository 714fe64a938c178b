package hub.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of an earlier version, with something in every table, brought to this one. */
class UpgradeTests {

  /** The version whose rows {@code upgrade/V015.sql} are. */
  private static final String EARLIER = "15";

  private static EmbeddedPostgres server;
  private static JdbcClient jdbc;
  private static Map<String, List<String>> before;

  @BeforeAll
  static void upgrade() throws IOException {
    server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start();
    FluentConfiguration flyway = Flyway.configure().dataSource(server.getPostgresDatabase());
    flyway.target(EARLIER).load().migrate();
    jdbc = JdbcClient.create(server.getPostgresDatabase());
    try (InputStream rows = UpgradeTests.class.getResourceAsStream("/upgrade/V015.sql")) {
      jdbc.sql(new String(rows.readAllBytes(), StandardCharsets.UTF_8)).update();
    }
    before = new LinkedHashMap<>();
    for (String table : tables()) {
      before.put(table, texts("select to_jsonb(t)::text from " + table + " t"));
    }
    takeWhatIsRefusedToday();
    flyway.target("latest").load().migrate();
  }

  /** Of which an honest hub has none: these rows alone are corrected. */
  private static void takeWhatIsRefusedToday() {
    jdbc.sql(
            """
            insert into manifest
              (repository_id, digest, media_type, size, body, annotations, total_bytes)
            select repository_id, '\\x01' || sha256(convert_to(name, 'UTF8')), media_type, size, body,
                   says::jsonb, total
            from (select * from manifest order by digest limit 1) one,
                 (values ('negative', null, -2::bigint),
                         ('huge', null, 9223372036854775807),
                         ('number', '{"n": 5, "text": "kept", "none": null}', 5),
                         ('texts', '{"a": "b"}', 6)) v (name, says, total)
            """)
        .update();
  }

  @Test
  void totalsAndAnnotationsThatAreNoneAreCorrected() {
    assertThat(
            texts(
                """
                select name || ' ' || total_bytes || ' ' || coalesce(annotations::text, '')
                from (values ('negative'), ('huge'), ('number'), ('texts')) v (name)
                join manifest on digest = '\\x01' || sha256(convert_to(name, 'UTF8'))
                order by name
                """))
        .containsExactly(
            "huge 562949953421312 ",
            "negative 562949953421312 ",
            "number 5 {\"text\": \"kept\"}",
            "texts 6 {\"a\": \"b\"}");
  }

  @AfterAll
  static void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static List<String> tables() {
    return texts(
        """
        select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and relname <> 'flyway_schema_history'
        order by relname
        """);
  }

  private static List<String> texts(String sql) {
    return jdbc.sql(sql).query((row, index) -> row.getString(1)).list();
  }

  @Test
  void theEarlierDatabaseHasSomethingInEveryTable() {
    assertThat(before).hasSizeGreaterThan(25);
    assertThat(before).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
  }

  @Test
  void everyRowIsThereAsItWas() {
    assertThat(tables()).containsAll(before.keySet());
    before.forEach(
        (table, rows) ->
            assertThat(rows)
                .as(table)
                .allMatch(
                    row ->
                        jdbc.sql(
                                "select exists (select from %s t where to_jsonb(t) @> ?::jsonb)"
                                    .formatted(table))
                            .param(row)
                            .query(Boolean.class)
                            .single()));
  }

  @Test
  void starsAreCountedBesidePullsThatAreKept() {
    assertThat(
            texts(
                """
                select repository_id || ' ' || stars || ' ' || pulls
                from repository_activity order by 1
                """))
        .containsExactly("201 2 12", "204 1 0");
  }

  @Test
  void whoMightDoSomethingStillMay() {
    assertThat(permission(102, 202)).isEqualTo(3);
    assertThat(permission(103, 202)).isEqualTo(2);
    assertThat(permission(101, 202)).isNull();
    assertThat(permission(103, 201)).isEqualTo(1);
    assertThat(permission(101, 204)).isEqualTo(3);
    assertThat(permission(102, 204)).isEqualTo(1);
    assertThat(permission(102, 203)).isEqualTo(3);
    assertThat(permission(103, 203)).isNull();
  }

  private static @Nullable Integer permission(long caller, long repository) {
    return jdbc.sql(
            """
            select repository_permission(
              ?, null, 3::smallint, r.id, r.namespace_id, n.name || '/' || r.name,
              r.visibility = 'public' and not r.draft)
            from repository r join account n on n.id = r.namespace_id
            where r.id = ?
            """)
        .param(caller)
        .param(repository)
        .query((row, index) -> row.getObject(1, Integer.class))
        .list()
        .getFirst();
  }

  /** Of nodes of the version before, which judge by the function that they know. */
  @Test
  void bothVersionsJudgeAlike() {
    List<String> judged =
        texts(
            """
            select concat_ws(' ', caller, r.id, reach, old.permission) as what
            from unnest(array[null, 101, 102, 103, 104]::bigint[]) caller,
                 (values (null), ('{}'), ('{joao/ledger}'), ('{joao/%,library/%}'),
                         ('{joao/l\\_dger}')) reaches (reach),
                 repository r join account n on n.id = r.namespace_id,
                 lateral repository_permission(caller, reach::text[], r.id) old,
                 lateral (select r.visibility = 'public' and not r.draft as is_open) o
            where old.permission is distinct from repository_permission(
                    caller, reach::text[], 3::smallint, r.id, r.namespace_id,
                    n.name || '/' || r.name, is_open)
               or (old.permission is null) <> (repository_permission(
                    caller, reach::text[], 1::smallint, r.id, r.namespace_id,
                    n.name || '/' || r.name, is_open) is null)
            """);
    assertThat(judged).isEmpty();
  }

  @Test
  void credentialsStandThatStoodAndNoOthers() {
    assertThat(List.of(stands(1), stands(2), stands(3), stands(4)))
        .as("admin, write, expired, revoked")
        .containsExactly(true, true, false, false);
    assertThat(
            jdbc.sql("select count(*) from account_stands(102, 0, null, 0)")
                .query(Integer.class)
                .single())
        .as("the password")
        .isEqualTo(1);
  }

  private static boolean stands(int token) {
    return jdbc.sql("select exists (select from account_stands(102, 0, ?, 0))")
        .param(UUID.fromString("00000000-0000-7000-8000-00000000010" + token))
        .query(Boolean.class)
        .single();
  }

  @Test
  void whatIsQueuedIsItsOwners() {
    assertThat(texts("select task_name || ' ' || owner from scheduled_tasks order by 1"))
        .containsExactly("mail 0", "webhook-delivery 102");
  }

  @Test
  void takesWhatTheVersionBeforeStillWritesWhileNodesAreReplaced() {
    jdbc.sql(
            """
            insert into tag_event (repository_id, name, old_digest, new_digest, actor_id)
            values (202, 'late', null, '\\x01'::bytea || sha256('image'), 102);
            insert into account (id, name, kind, email, password_hash) overriding system value
            values (190, 'late', 'person', 'late@example.org', '{argon2}old');
            update account set password_hash = '{argon2}new' where id = 190;
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values ('mail', 'late', '2099-01-01T00:00:00Z', false, 1);
            delete from scheduled_tasks where task_instance = 'late'
            """)
        .update();

    assertThat(
            jdbc.sql("select password_epoch from account where id = 190")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }
}
