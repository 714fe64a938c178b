package hub.db.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class LanesMigrationTests {

  @Test
  void givesWhatIsQueuedToItsOwner() throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start()) {
      FluentConfiguration flyway = Flyway.configure().dataSource(server.getPostgresDatabase());
      flyway.target("15").load().migrate();
      JdbcClient jdbc = JdbcClient.create(server.getPostgresDatabase());
      jdbc.sql(
              """
              insert into account (id, name, kind) overriding system value
              values (42, 'maria', 'organization');
              insert into repository (id, namespace_id, name, visibility) overriding system value
              values (1, 42, 'api', 'public');
              insert into webhook (id, repository_id, name, url)
              values ('00000000-0000-7000-8000-000000000001', 1, 'CI', 'https://example.org');
              insert into delivery (id, webhook_id, event, payload, state)
              values ('00000000-0000-7000-8000-000000000002',
                      '00000000-0000-7000-8000-000000000001', 'push', '{}', 'pending');
              insert into scheduled_tasks
                (task_name, task_instance, execution_time, picked, version, priority)
              values ('webhook-delivery', '00000000-0000-7000-8000-000000000002', now(), false, 1, 50),
                     ('webhook-delivery', '00000000-0000-7000-8000-000000000003', now(), false, 1, 50),
                     ('mail', 'no id of a delivery', now(), false, 1, 90);
              """)
          .update();

      flyway.target("16").load().migrate();

      assertThat(
              jdbc.sql(
                      """
                      select task_name || ' ' || right(task_instance, 1) || ' ' || owner
                      from scheduled_tasks order by 1
                      """)
                  .query(String.class)
                  .list())
          .containsExactly("mail y 0", "webhook-delivery 2 42", "webhook-delivery 3 0");
    }
  }
}
