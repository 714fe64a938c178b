package hub.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.accounts.Actor;
import hub.accounts.Caller;
import hub.accounts.mail.Outbox;
import hub.accounts.person.SignUp;
import hub.db.task.Lane;
import hub.db.task.LaneReports;
import hub.registry.Digest;
import hub.registry.ImagePushed;
import hub.registry.TagName;
import hub.registry.browse.StorageReports;
import hub.repositories.RepositoryDetail;
import hub.repositories.Visibility;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hubtesting.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Receivers that hang delay nobody but the account that named them. */
@SpringBootTest(properties = "hub.webhook-allow=127.0.0.1")
@FreshDatabase
class LanesTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Half the time after which a receiver that says nothing is given up. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Autowired Webhooks webhooks;
  @Autowired Repositories repositories;
  @Autowired SignUp signUp;
  @Autowired Outbox outbox;
  @Autowired StorageReports storage;
  @Autowired LaneReports reports;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  private final List<SilentReceivers> silent = new ArrayList<>();

  @BeforeEach
  void aCollectionHasRun() {
    await().atMost(Duration.ofSeconds(30)).until(() -> collected() != null);
  }

  @AfterEach
  void nobodyListens() {
    silent.forEach(SilentReceivers::close);
  }

  @Test
  void callsTheReceiverOfAnotherAccountMeanwhile() {
    try (Receiver live = new Receiver()) {
      RepositoryDetail other = repository("joao", List.of(live.url("/hook")));
      twentyReceiversHang(10);

      push(other);

      await().atMost(SOON).until(() -> live.requests.size() == 1);
    }
  }

  @Test
  void showsTheOperatorHowLongTheQueuesAre() {
    twentyReceiversHang(10);

    await()
        .atMost(SOON.plusSeconds(5))
        .untilAsserted(
            () -> {
              LaneReports.Queue queue = reports.recent(Lane.WEBHOOKS);
              assertThat(queue.running()).isGreaterThanOrEqualTo(10);
              assertThat(queue.due()).isGreaterThanOrEqualTo(10);
              assertThat(queue.delay()).isPositive();
              assertThat(queue.failing()).isZero();
              assertThat(reports.recent(Lane.MAIL).due()).isZero();
            });
  }

  @Test
  void callsItWhileTheReceiversOfManyAccountsHang() {
    try (Receiver live = new Receiver()) {
      RepositoryDetail other = repository("joao", List.of(live.url("/hook")));
      for (int account = 0; account < 10; account++) {
        twentyReceiversHang(0);
      }

      push(other);

      await().atMost(SOON).until(() -> live.requests.size() == 1);
    }
  }

  @Test
  void sendsMailMeanwhile() {
    twentyReceiversHang(10);
    int before = outbox.page("").mails().size();

    signUp.signUp(
        "pedro" + COUNT.incrementAndGet(),
        "pedro" + COUNT.get() + "@example.org",
        "quatro-gatos-no-telhado",
        "::1");

    await().atMost(SOON).until(() -> outbox.page("").mails().size() == before + 1);
  }

  @Test
  void collectsGarbageMeanwhile() {
    twentyReceiversHang(10);
    Instant before = collected();

    storage.collectNow();

    await().atMost(SOON).until(() -> collected(), it -> it != null && it.isAfter(before));
  }

  /** Each of an account's receivers is to be called twice, and so many calls hang already. */
  private void twentyReceiversHang(int calls) {
    SilentReceivers receivers = new SilentReceivers(20);
    silent.add(receivers);
    RepositoryDetail repository = repository("maria", receivers.urls());
    push(repository);
    push(repository);
    await().atMost(Duration.ofSeconds(20)).until(() -> receivers.calls() >= calls);
    assertThat(tasks(repository)).isEqualTo(40);
  }

  private int tasks(RepositoryDetail repository) {
    return jdbc.sql(
            """
            select count(*) from scheduled_tasks t
            join delivery d on d.id::text = t.task_instance
            join webhook w on w.id = d.webhook_id
            where w.repository_id = ?
            """)
        .param(repository.id())
        .query(Integer.class)
        .single();
  }

  private @Nullable Instant collected() {
    StorageReports.Run run = storage.read().run("collection");
    return run == null ? null : run.finishedAt();
  }

  private void push(RepositoryDetail repository) {
    ImagePushed pushed =
        new ImagePushed(
            repository.id(),
            repository.namespaceId(),
            repository.name(),
            List.of(new TagName("1.0")),
            Digest.parse("sha256:" + "0".repeat(64)),
            "application/vnd.oci.image.index.v1+json",
            Actor.HUB,
            Instant.now());
    transaction.executeWithoutResult(status -> events.publishEvent(pushed));
  }

  private RepositoryDetail repository(String owner, List<String> urls) {
    String name = owner + COUNT.incrementAndGet();
    Caller caller = new People(jdbc).person(name);
    RepositoryDetail repository =
        repositories.create(caller, new NewRepository(name, "api", "", Visibility.PUBLIC));
    urls.forEach(it -> webhooks.add(caller, repository.name(), "CI", it));
    return repository;
  }
}
