package hub.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hub.accounts.Actor;
import hub.accounts.Caller;
import hub.accounts.mail.Outbox;
import hub.registry.Digest;
import hub.registry.ImagePushed;
import hub.registry.TagName;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryNotFound;
import hub.repositories.Visibility;
import hub.repositories.access.NotAllowed;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hubtesting.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(properties = {"hub.webhook-allow=127.0.0.1", "hub.url=https://hub.local"})
@FreshDatabase
class WebhooksTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired Webhooks webhooks;
  @Autowired Deliveries deliveries;
  @Autowired DeliveryRows rows;
  @Autowired DeliveryAttempts attempts;
  @Autowired Repositories repositories;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired JsonMapper json;
  @Autowired Outbox outbox;

  private final Receiver receiver = new Receiver();
  private Caller maria;
  private Caller joao;
  private RepositoryDetail api;

  @BeforeEach
  void aRepository() {
    maria = new People(jdbc).person("maria" + COUNT.incrementAndGet());
    joao = new People(jdbc).person("joao" + COUNT.get());
    api =
        repositories.create(
            maria,
            new NewRepository("maria" + COUNT.get(), "api", "The \"API\"", Visibility.PUBLIC));
  }

  @AfterEach
  void noReceiver() {
    receiver.close();
  }

  private void push(@Nullable String tag) {
    transaction.executeWithoutResult(status -> events.publishEvent(pushed(tag)));
  }

  private ImagePushed pushed(@Nullable String tag) {
    return new ImagePushed(
        api.id(),
        api.namespaceId(),
        api.name(),
        tag == null ? List.of() : List.of(new TagName(tag)),
        Digest.parse("sha256:" + "0".repeat(64)),
        "application/vnd.oci.image.index.v1+json",
        new Actor(maria.accountId(), "maria", maria.credential()),
        Instant.ofEpochSecond(1_800_000_000));
  }

  private Webhook add(String path) {
    return webhooks.add(maria, api.name(), "CI", receiver.url(path));
  }

  private Delivery settled(Webhook webhook) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> newest(webhook), it -> it != null && it.attempts() > 0);
  }

  private @Nullable Delivery newest(Webhook webhook) {
    return deliveries.newest(maria, api.name()).get(webhook.id());
  }

  @Test
  void postsDockerHubsPayloadForEachTagPush() {
    Webhook webhook = add("/hook?key=1");

    push("1.0");

    Delivery delivery = settled(webhook);
    assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(delivery.status()).isEqualTo(200);
    assertThat(delivery.response()).isEqualTo("thanks");
    assertThat(receiver.requests).hasSize(1);
    Receiver.Request request = receiver.requests.getFirst();
    assertThat(request.path()).isEqualTo("/hook?key=1");
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.header("User-agent")).startsWith("hub-webhooks/");
    assertThat(request.header("X-hub-delivery")).isEqualTo(delivery.id().toString());
    JsonNode payload = json.readTree(request.body());
    assertThat(payload.at("/push_data/tag").asString()).isEqualTo("1.0");
    assertThat(payload.has("test")).isFalse();
    assertThat(payload.at("/push_data/pushed_at").asLong()).isEqualTo(1_800_000_000);
    assertThat(payload.at("/push_data/pusher").asString()).isEqualTo("maria");
    assertThat(payload.at("/push_data/images").isArray()).isTrue();
    assertThat(payload.at("/repository/repo_name").asString()).isEqualTo(api.name().toString());
    assertThat(payload.at("/repository/repo_url").asString())
        .isEqualTo("https://hub.local/r/" + api.name());
    assertThat(payload.at("/repository/description").asString()).isEqualTo("The \"API\"");
    assertThat(payload.at("/repository/is_private").asBoolean()).isFalse();
    assertThat(payload.at("/repository/status").asString()).isEqualTo("Active");
    assertThat(payload.at("/callback_url").asString()).startsWith("https://hub.local/");
  }

  @Test
  void tellsNothingOfAPushByDigestOrOneThatIsRolledBack() {
    add("/hook");
    int before = tasks();

    push(null);
    transaction.executeWithoutResult(
        status -> {
          events.publishEvent(pushed("1.0"));
          status.setRollbackOnly();
        });

    assertThat(deliveries.newest(maria, api.name())).isEmpty();
    assertThat(tasks()).isLessThanOrEqualTo(before);
  }

  private int tasks() {
    return jdbc.sql("select count(*) from scheduled_tasks where task_name = 'webhook-delivery'")
        .query(Integer.class)
        .single();
  }

  @Test
  void triesAgainLaterAndGivesUpAfterEightTries() {
    receiver.replies(500, "broken");
    Webhook webhook = add("/hook");
    push("1.0");

    Delivery first = settled(webhook);
    assertThat(first.state()).isEqualTo(Delivery.State.PENDING);
    assertThat(first.status()).isEqualTo(500);
    assertThat(first.nextTryAt())
        .isBetween(Instant.now().plusSeconds(15), Instant.now().plusSeconds(30));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        jdbc.sql(
                                """
                                select execution_time > now() and not picked from scheduled_tasks
                                where task_instance = ?
                                """)
                            .param(first.id().toString())
                            .query(Boolean.class)
                            .single())
                    .isTrue());

    for (int i = 2; i < Delivery.MAX_ATTEMPTS; i++) {
      assertThat(attempts.attempt(first.id())).isPresent();
    }
    assertThat(attempts.attempt(first.id())).isEmpty();

    Delivery last = deliveries.find(maria, api.name(), webhook.id(), first.id());
    assertThat(last.state()).isEqualTo(Delivery.State.FAILED);
    assertThat(last.attempts()).isEqualTo(8);
    assertThat(attempts.attempt(first.id())).isEmpty();
    assertThat(receiver.requests).hasSize(8);
  }

  @Test
  void keepsNoCookieAndCountsEveryTryItself() {
    receiver.replies(
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "session=maria; Path=/");
          Receiver.send(exchange, 503, "");
        });
    Webhook hers = add("/hers");
    push("1");
    Delivery first = settled(hers);
    webhooks.remove(maria, api.name(), hers.id());
    Webhook his = add("/his");
    push("1");
    Delivery second = settled(his);

    assertThat(first.attempts()).isEqualTo(1);
    assertThat(second.attempts()).isEqualTo(1);
    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.requests.getLast().header("Cookie")).isEmpty();
  }

  @Test
  void followsNoRedirect() {
    receiver.replies(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          Receiver.send(exchange, 302, "");
        });
    Webhook webhook = add("/hook");
    push("1.0");

    assertThat(settled(webhook).status()).isEqualTo(302);
    assertThat(receiver.requests).extracting(Receiver.Request::path).containsExactly("/hook");
  }

  @Test
  void isSwitchedOffAfterManyFailuresInARowAndItsOwnerIsToldAndSwitchesItOn() {
    receiver.replies(500, "broken");
    Webhook webhook = add("/hook");
    push("1.0");
    Delivery delivery = settled(webhook);
    await().until(() -> read(webhook).failures() == 1);
    assertThat(read(webhook).failingSince()).isNotNull();

    // A receiver that is away for less than an hour stays, however often it was called.
    failedSoFar(webhook, 100, "59 minutes");
    attempts.attempt(delivery.id());
    // And one that was called seldom.
    failedSoFar(webhook, WebhookHealth.MOST_FAILURES - 2, "2 days");
    attempts.attempt(delivery.id());
    assertThat(read(webhook).switchedOffAt()).isNull();
    push("still-called");
    await().until(() -> deliveredTags(webhook).contains("still-called"));

    failedSoFar(webhook, WebhookHealth.MOST_FAILURES - 1, "61 minutes");
    attempts.attempt(delivery.id());
    assertThat(read(webhook).switchedOffAt()).isNotNull();
    int called = receiver.requests.size();
    push("not-told");
    assertThat(deliveredTags(webhook)).doesNotContain("not-told");
    assertThat(attempts.attempt(delivery.id())).isEmpty();
    Delivery last = deliveries.find(maria, api.name(), webhook.id(), delivery.id());
    assertThat(last.state()).isEqualTo(Delivery.State.FAILED);
    assertThat(last.error()).contains("switched off");
    assertThat(receiver.requests).hasSize(called);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(outbox.page("").mails())
                    .filteredOn(it -> it.subject().contains(api.name().toString()))
                    .singleElement()
                    .satisfies(it -> assertThat(it.to()).startsWith(api.name().namespace())));

    assertThatThrownBy(() -> webhooks.switchOn(joao, api.name(), webhook.id()))
        .isInstanceOf(NotAllowed.class);
    receiver.replies(200, "fine");
    webhooks.switchOn(maria, api.name(), webhook.id());
    webhooks.switchOn(maria, api.name(), webhook.id());
    push("told-again");
    await().until(() -> receiver.requests.size() > called);
    await().until(() -> read(webhook).failures() == 0);
    assertThat(actions()).endsWith("webhook.off", "webhook.on");
  }

  private Webhook read(Webhook webhook) {
    return webhooks.find(maria, api.name(), webhook.id());
  }

  private List<String> deliveredTags(Webhook webhook) {
    return deliveries.list(maria, api.name(), webhook.id(), null, 100).deliveries().stream()
        .map(Delivery::tag)
        .toList();
  }

  private void failedSoFar(Webhook webhook, int times, String since) {
    jdbc.sql("update webhook set failures = ?, failing_since = now() - ?::interval where id = ?")
        .param(times)
        .param(since)
        .param(webhook.id())
        .update();
  }

  private List<String> actions() {
    return jdbc.sql(
            "select action from activity where repository_id = ? and action like 'webhook.%' order by id")
        .param(api.id())
        .query((row, number) -> row.getString("action"))
        .list();
  }

  @Test
  void aSuccessBeginsTheCountAnew() {
    Webhook webhook = add("/hook");
    failedSoFar(webhook, 19, "3 days");

    push("1.0");

    await().until(() -> read(webhook).failures() == 0);
    assertThat(read(webhook).failingSince()).isNull();
  }

  @Test
  void takesTheHostForANameAndIsGivenAnotherNameAndAddress() {
    Webhook webhook = webhooks.add(maria, api.name(), "  ", "https://ci.example.org/hook?key=1");
    assertThat(webhook.name()).isEqualTo("ci.example.org");

    webhooks.change(maria, api.name(), webhook.id(), "Nightly", receiver.url("/nightly"));
    push("1.0");

    assertThat(read(webhook).name()).isEqualTo("Nightly");
    await().until(() -> !receiver.requests.isEmpty());
    assertThat(receiver.requests.getFirst().path()).isEqualTo("/nightly");
    assertThat(actions()).containsExactly("webhook.create", "webhook.change");
    assertThatThrownBy(
            () -> webhooks.change(joao, api.name(), webhook.id(), "Mine", "https://a.example.org"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(
            () -> webhooks.change(maria, api.name(), webhook.id(), "CI", "http://127.0.0.2/"))
        .isInstanceOf(InvalidWebhook.class);
    assertThat(read(webhook).name()).isEqualTo("Nightly");
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> webhooks.add(maria, api.name(), "x".repeat(101), "ftp://x"))
        .isInstanceOfSatisfying(
            InvalidWebhook.class, it -> assertThat(it.faults()).containsOnlyKeys("name", "url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://stack_runner:8080/hook",
        "https://ci_hooks.example.org/hook",
        "http://_a/"
      })
  void takesHostsWithAnUnderscoreAsDockersServicesHaveThem(String url) {
    assertThat(webhooks.add(maria, api.name(), "", url).name()).contains("_");
  }

  @Test
  void keepsTheBeginningOfALongAnswer() {
    receiver.replies(200, "a\0b" + "x".repeat(100_000));
    Webhook webhook = add("/hook");
    push("1.0");

    assertThat(settled(webhook).response()).hasSize(4095).startsWith("abxx");
  }

  @Test
  void refusesInternalAddressesWhenAddedAndWhenDelivered() {
    String internal = "http://127.0.0.2:" + receiver.port() + "/hook";
    assertThatThrownBy(() -> webhooks.add(maria, api.name(), "CI", internal))
        .isInstanceOf(InvalidWebhook.class)
        .hasMessageContaining("127.0.0.2 is an internal address")
        .hasMessageContaining("HUB_WEBHOOK_ALLOW");
    Webhook webhook = add("/hook");
    // As if the name had been moved there after it was added.
    jdbc.sql("update webhook set url = ? where id = ?")
        .param(internal)
        .param(webhook.id())
        .update();

    push("1.0");

    Delivery delivery = settled(webhook);
    assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
    assertThat(delivery.error()).contains("internal address");
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void saysWhenNobodyAnswers() {
    Webhook webhook = add("/hook");
    receiver.close();
    push("1.0");

    assertThat(settled(webhook).error()).isEqualTo("Nothing answers at 127.0.0.1.");
  }

  @Test
  void forgetsTheDeliveriesOfAWebhookThatIsRemoved() {
    receiver.replies(500, "");
    Webhook webhook = add("/hook");
    push("1.0");
    Delivery delivery = settled(webhook);

    webhooks.remove(maria, api.name(), webhook.id());
    webhooks.remove(maria, api.name(), webhook.id());

    assertThat(webhooks.list(maria, api.name())).isEmpty();
    assertThat(attempts.attempt(delivery.id())).isEmpty();
  }

  @Test
  void areRecordedByTheirHostWhichIsNoSecret() {
    Webhook webhook = add("/a-secret-path");
    webhooks.remove(maria, api.name(), webhook.id());
    webhooks.remove(maria, api.name(), webhook.id());

    assertThat(
            jdbc.sql(
                    """
                    select action, actor, coalesce(before, after)::text as what from activity
                    where repository_id = ? and action like 'webhook.%' order by id
                    """)
                .param(api.id())
                .query()
                .listOfRows())
        .hasSize(2)
        .allSatisfy(
            it ->
                assertThat(String.valueOf(it.get("what")))
                    .contains("host", webhook.id().toString())
                    .doesNotContain("a-secret-path"))
        .extracting(it -> it.get("action") + " by " + it.get("actor"))
        .containsExactly(
            "webhook.create by " + maria.actor().name(),
            "webhook.remove by " + maria.actor().name());
  }

  @Test
  void forgetsOldDeliveriesWithoutWaitingForWhoDeletesTheWebhook() {
    Webhook webhook = add("/hook");
    jdbc.sql(
            """
            insert into delivery (id, webhook_id, event, payload, state)
            select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, ?, 'push', '{}',
                   'delivered'
            from generate_series(1, 5) i
            """)
        .param(webhook.id())
        .update();

    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("select id from delivery where webhook_id = ? order by id limit 1 for update")
              .param(webhook.id())
              .query(UUID.class)
              .single();
          CompletableFuture.runAsync(() -> forgetOld(webhook, 2))
              .orTimeout(20, TimeUnit.SECONDS)
              .join();
        });

    assertThat(kept(webhook)).containsExactly(1, 4, 5);
    forgetOld(webhook, 2);
    assertThat(kept(webhook)).containsExactly(4, 5);
  }

  private void forgetOld(Webhook webhook, int keep) {
    transaction.executeWithoutResult(status -> rows.forgetOld(webhook.id(), keep));
  }

  private List<Integer> kept(Webhook webhook) {
    return jdbc.sql(
            "select right(id::text, 12)::int from delivery where webhook_id = ? order by id")
        .param(webhook.id())
        .query((row, index) -> row.getInt(1))
        .list();
  }

  @Test
  void sendsATestThatSaysItIsOneAndSendsAgainWhatWasSent() {
    Webhook webhook = add("/hook");

    Delivery test = webhooks.sendTest(maria, api.name(), webhook.id());
    settled(webhook);
    Delivery again = deliveries.redeliver(maria, api.name(), webhook.id(), test.id());

    await().atMost(Duration.ofSeconds(20)).until(() -> receiver.requests.size() == 2);
    assertThat(again.id()).isNotEqualTo(test.id());
    assertThat(receiver.requests)
        .extracting(Receiver.Request::body)
        .containsExactly(test.payload(), test.payload());
    assertThat(json.readTree(test.payload()).at("/test").asBoolean()).isTrue();
  }

  /** With the columns that the version before knew, and without data, as it had none. */
  @Test
  void sendsWhatTheVersionBeforeHasQueued() {
    Webhook webhook = add("/hook");
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into delivery (id, webhook_id, event, payload, state)
            values (?, ?, 'push', '{}', 'pending')
            """)
        .param(id)
        .param(webhook.id())
        .update();

    jdbc.sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, execution_time, picked, version, priority)
            values ('webhook-delivery', ?, now(), false, 1, 50)
            """)
        .param(id.toString())
        .update();

    await().atMost(Duration.ofSeconds(20)).until(() -> receiver.requests.size() == 1);
    assertThat(receiver.requests.getFirst().header("X-hub-delivery")).isEqualTo(id.toString());
    assertThat(settled(webhook).state()).isEqualTo(Delivery.State.DELIVERED);
  }

  /** The foreign key of a delivery must not fail what goes on at the same time. */
  @Test
  void isRemovedWhileOthersAreAboutToSendToItOrRemoveIt() throws Exception {
    Webhook webhook = add("/hook");
    Delivery test = webhooks.sendTest(maria, api.name(), webhook.id());
    settled(webhook);
    var pushed = new FutureTask<>(() -> push("1.0"), true);
    var tested = new FutureTask<>(() -> webhooks.sendTest(maria, api.name(), webhook.id()));
    var removed = new FutureTask<>(() -> webhooks.remove(maria, api.name(), webhook.id()), true);
    var sentAgain =
        new FutureTask<>(() -> deliveries.redeliver(maria, api.name(), webhook.id(), test.id()));

    transaction.executeWithoutResult(
        status -> {
          webhooks.remove(maria, api.name(), webhook.id());
          List.of(pushed, tested, sentAgain, removed).forEach(Thread::startVirtualThread);
          await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 4);
        });

    assertThat(pushed.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(removed.get(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> tested.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WebhookNotFound.class);
    assertThatThrownBy(() -> sentAgain.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WebhookNotFound.class);
  }

  /** How many wait for rows of webhooks. */
  private int waiting() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
              and query like '%from webhook where%'
            """)
        .query(Integer.class)
        .single();
  }

  @Test
  void listsDeliveriesNewestFirstByPages() {
    Webhook webhook = add("/hook");
    for (int i = 0; i < 5; i++) {
      push("1." + i);
    }

    List<@Nullable String> tags = new ArrayList<>();
    String cursor = null;
    do {
      Deliveries.Page page = deliveries.list(maria, api.name(), webhook.id(), cursor, 2);
      page.deliveries().forEach(it -> tags.add(it.tag()));
      cursor = page.next();
    } while (cursor != null);

    assertThat(tags).containsExactly("1.4", "1.3", "1.2", "1.1", "1.0");
    assertThat(deliveries.list(maria, api.name(), webhook.id(), "broken", 9).deliveries())
        .hasSize(5);
  }

  @Test
  void isOnlyForThoseWhoAdministerTheRepository() {
    Webhook webhook = add("/hook");

    assertThatThrownBy(() -> webhooks.list(joao, api.name())).isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> webhooks.remove(joao, api.name(), webhook.id()))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> deliveries.list(joao, api.name(), webhook.id(), null, 9))
        .isInstanceOf(NotAllowed.class);
    repositories.changeVisibility(maria, api.name(), Visibility.PRIVATE);
    assertThatThrownBy(() -> webhooks.add(joao, api.name(), "CI", "https://example.org"))
        .isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> webhooks.find(maria, api.name(), UUID.randomUUID()))
        .isInstanceOf(WebhookNotFound.class);
  }

  @Test
  void keepsToTwentyARepository() {
    for (int i = 0; i < Webhooks.MAX; i++) {
      add("/hook" + i);
    }

    assertThatThrownBy(() -> add("/more")).isInstanceOf(TooManyWebhooks.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "//example.org/x",
        "ftp://example.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https:///path",
        "https://exa mple.org",
        "http://127.1/",
        "http://2130706433/",
        "http://a_b.127.1/",
        "http://user:secret@stack_runner/",
        "http://stack_runner:0/",
        "http://stack_runner:99999/",
        "https://example.org/\0"
      })
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> webhooks.add(maria, api.name(), "CI", url))
        .isInstanceOf(InvalidWebhook.class);
  }

  @Test
  void refusesNamesAndAddressesThatAreTooLong() {
    assertThatThrownBy(
            () -> webhooks.add(maria, api.name(), "CI", "https://example.org/" + "x".repeat(2000)))
        .isInstanceOf(InvalidWebhook.class);
    assertThatThrownBy(() -> webhooks.add(maria, api.name(), "x".repeat(101), "https://a.org"))
        .isInstanceOf(InvalidWebhook.class);
  }
}
