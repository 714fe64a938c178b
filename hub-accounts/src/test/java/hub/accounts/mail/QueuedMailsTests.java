package hub.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.db.task.Lane;
import hub.db.task.LaneReports;
import hub.db.task.TaskQueue;
import hubtesting.FreshDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails as they lie in the queue: as this version writes them, and as the one before it did. */
@SpringBootTest
@FreshDatabase
class QueuedMailsTests {

  @Autowired Accounts accounts;
  @Autowired Mails mails;
  @Autowired Outbox outbox;
  @Autowired LaneReports reports;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  @Test
  void sendsWhatTheVersionBeforeQueuedAsJavaObjects() throws IOException {
    insertAccount(7, "joao");
    Properties queued = new Properties();
    try (InputStream in = getClass().getResourceAsStream("/mail/java-serialised.properties")) {
      queued.load(in);
    }
    assertThat(queued.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "CONFIRM", "KNOWN", "RESET", "PASSWORD_CHANGED", "EMAIL_CHANGING");

    queued
        .stringPropertyNames()
        .forEach(it -> queueAsBefore(queued.getProperty(it), TaskQueue.NOBODY));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> outbox.page("").mails().size() == queued.size());
    assertThat(outbox.page("").mails())
        .extracting(Outbox.Mail::to)
        .containsOnly("joao@example.org");
    assertThat(outbox.page("").mails())
        .extracting(Outbox.Mail::subject)
        .containsExactlyInAnyOrder(
            "Please confirm email for your Docker ID",
            "You already have an account on localhost:8080",
            "Choose a new password for your hub account",
            "Your password was changed",
            "Your address is about to change");
    assertThat(outbox.page("").mails())
        .filteredOn(it -> it.subject().startsWith("Your address"))
        .allSatisfy(it -> assertThat(it.text()).contains("to change its address to joão@"));
    await().atMost(Duration.ofSeconds(20)).until(() -> queued() == 0);
  }

  @Test
  void queuesJson() {
    insertAccount(8, "maria");
    Account maria = accounts.findById(8).orElseThrow();

    String data =
        transaction.execute(
            status -> {
              mails.order(MailOrder.Kind.PASSWORD_CHANGED, maria, "maria@example.org", "");
              return jdbc.sql(
                      """
                      select convert_from(task_data, 'UTF8') from scheduled_tasks
                      where task_name = 'mail' and owner = 8
                      """)
                  .query(String.class)
                  .single();
            });

    assertThat(data)
        .isEqualTo(
            """
            {"kind":"PASSWORD_CHANGED","accountId":8,"to":"maria@example.org","detail":""}\
            """);
  }

  @Test
  void keepsWhatItCannotReadAndTellsTheOperator() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>());
    }

    queueAsBefore(HexFormat.of().formatHex(bytes.toByteArray()), 9);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> reports.recent(Lane.MAIL), it -> it.failing() == 1);
  }

  private void insertAccount(long id, String name) {
    jdbc.sql(
            """
            insert into account (id, name, kind, email, password_hash)
            overriding system value
            values (:id, :name, 'person', :name || '@example.org', 'none')
            """)
        .param("id", id)
        .param("name", name)
        .update();
  }

  /** With the columns that the version before knew, but for a test that has an owner of its own. */
  private void queueAsBefore(String hex, long owner) {
    jdbc.sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, task_data, execution_time, picked, version, priority, owner)
            values ('mail', ?, ?, ?, false, 1, 90, ?)
            """)
        .param(UUID.randomUUID().toString())
        .param(HexFormat.of().parseHex(hex))
        .param(OffsetDateTime.now(ZoneOffset.UTC))
        .param(owner)
        .update();
  }

  private int queued() {
    return jdbc.sql("select count(*) from scheduled_tasks where task_name = 'mail' and owner = 0")
        .query(Integer.class)
        .single();
  }
}
