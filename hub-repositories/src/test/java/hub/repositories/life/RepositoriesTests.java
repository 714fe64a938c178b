package hub.repositories.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.repositories.People;
import hub.repositories.RepositoryCreated;
import hub.repositories.RepositoryDeleted;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.RepositoryRef;
import hub.repositories.TextTooLong;
import hub.repositories.Visibility;
import hub.repositories.access.Collaborators;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.allowance.PrivateLimitReached;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.push.Drafts;
import hub.repositories.push.PushAdmission;
import hub.repositories.push.PushRefused;
import hubtesting.FreshDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@SpringBootTest
@FreshDatabase
@RecordApplicationEvents
class RepositoriesTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired Repositories repositories;
  @Autowired RepositoryLists lists;
  @Autowired Collaborators collaborators;
  @Autowired Permissions permissions;
  @Autowired PushAdmission admission;
  @Autowired Drafts drafts;
  @Autowired PrivateAllowances allowances;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEvents events;

  private People people;
  private Caller maria;
  private Caller joao;

  @BeforeEach
  void somePeople() {
    people = new People(jdbc);
    int n = COUNT.incrementAndGet();
    maria = people.confirmed("maria" + n);
    joao = people.confirmed("joao" + n);
  }

  private Optional<Permission> permission(Caller caller, RepositoryRef repository) {
    return permissions.see(caller, repository.id()).map(VisibleRepository::permission);
  }

  private Optional<Permission> permission(Caller caller, RepositoryName name) {
    return permissions.see(caller, name).map(VisibleRepository::permission);
  }

  private static String name(Caller caller) {
    var account = caller.account();
    return account == null ? "" : account.name();
  }

  private static RepositoryName of(Caller caller, String name) {
    return new RepositoryName(name(caller), name);
  }

  private RepositoryDetail create(Caller caller, String name, Visibility visibility) {
    return repositories.create(
        caller, new NewRepository(name(caller), name, "About " + name, visibility));
  }

  @Test
  void createsAPublicRepositoryThatAnyoneReadsAndOnlyItsOwnerChanges() {
    RepositoryDetail made = create(maria, "api", Visibility.PUBLIC);

    assertThat(repositories.detail(Caller.anonymous(), made.name())).isEqualTo(made);
    assertThat(permission(Caller.anonymous(), made.name())).hasValue(Permission.READ);
    assertThat(permission(joao, made.name())).hasValue(Permission.READ);
    assertThat(permission(maria, made.name())).hasValue(Permission.ADMIN);
    assertThatThrownBy(() -> repositories.describe(joao, made.name(), "mine", null))
        .isInstanceOf(NotAllowed.class);
    assertThat(events.stream(RepositoryCreated.class))
        .containsExactly(
            new RepositoryCreated(made.id(), made.name(), Visibility.PUBLIC, maria.actor()));
  }

  @Test
  void makesAPrivateRepositoryLookAbsentToAllButItsOwnerAndCollaborators() {
    RepositoryName name = create(maria, "secret", Visibility.PRIVATE).name();

    assertThatThrownBy(() -> repositories.detail(joao, name))
        .isInstanceOf(RepositoryNotFound.class)
        .hasMessage(
            assertNotFound(() -> repositories.detail(joao, of(maria, "absent")))
                .replace("absent", "secret"));

    collaborators.add(maria, name, name(joao));

    assertThat(permission(joao, name)).hasValue(Permission.WRITE);
    assertThatThrownBy(() -> repositories.delete(joao, name, "secret"))
        .isInstanceOf(NotAllowed.class);
    assertThat(collaborators.list(maria, name)).containsExactly(name(joao));

    collaborators.remove(maria, name, name(joao));

    assertThat(permission(joao, name)).isEmpty();
  }

  private static String assertNotFound(Callable<?> call) {
    try {
      call.call();
    } catch (RepositoryNotFound expected) {
      return String.valueOf(expected.getMessage());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("was found");
  }

  @Test
  void cutsPermissionDownToTheScopeOfTheCredential() {
    RepositoryDetail made = create(maria, "api", Visibility.PRIVATE);

    assertThat(permission(People.with(maria, TokenScope.READ), made.name()))
        .hasValue(Permission.READ);
    assertThat(permission(People.with(maria, TokenScope.WRITE), made.name()))
        .hasValue(Permission.WRITE);
    assertThatThrownBy(
            () -> repositories.delete(People.with(maria, TokenScope.WRITE), made.name(), "api"))
        .isInstanceOf(NotAllowed.class)
        .hasMessageContaining("token");
  }

  @Test
  void letsUnconfirmedPeopleOnlyLookAndSaysWhere() {
    Caller ana = people.unconfirmed("anasouza" + COUNT.get());

    assertThatThrownBy(() -> create(ana, "api", Visibility.PUBLIC))
        .isInstanceOf(NotConfirmed.class)
        .hasMessageContaining("confirm your e-mail")
        .hasMessageContaining("/settings/email");
    assertThatThrownBy(() -> admission.open(ana, of(ana, "api")))
        .isInstanceOf(PushRefused.class)
        .hasMessageContaining("confirm your e-mail");
  }

  @Test
  void refusesANameThatIsTaken() {
    create(maria, "api", Visibility.PUBLIC);

    assertThatThrownBy(() -> create(maria, "api", Visibility.PUBLIC)).isInstanceOf(NameTaken.class);
    assertThatThrownBy(() -> create(maria, "api", Visibility.PRIVATE))
        .isInstanceOf(NameTaken.class);
  }

  @Test
  void refusesAnothersNamespaceAndOneThatDoesNotExistAlike() {
    for (String namespace : List.of(name(joao), "nosuchone", "library")) {
      assertThatThrownBy(
              () ->
                  repositories.create(
                      maria, new NewRepository(namespace, "api", "", Visibility.PUBLIC)))
          .isInstanceOf(NotAllowed.class)
          .hasMessage("You may not make repositories in " + namespace + ".");
    }
  }

  @Test
  void givesOnePrivateRepositoryFreeAndSaysSoWhenItIsUsed() {
    create(maria, "first", Visibility.PRIVATE);
    RepositoryName open = create(maria, "open", Visibility.PUBLIC).name();

    assertThat(allowances.of(idOf(maria))).isEqualTo(new PrivateAllowance(1, 1));
    assertThatThrownBy(() -> create(maria, "second", Visibility.PRIVATE))
        .isInstanceOf(PrivateLimitReached.class)
        .hasMessage("private repository limit reached (1 of 1): make one public, or delete one");
    assertThatThrownBy(() -> repositories.changeVisibility(maria, open, Visibility.PRIVATE))
        .isInstanceOf(PrivateLimitReached.class);

    repositories.changeVisibility(maria, of(maria, "first"), Visibility.PUBLIC);

    assertThat(repositories.changeVisibility(maria, open, Visibility.PRIVATE).isPrivate()).isTrue();
  }

  private static long idOf(Caller caller) {
    Long id = caller.accountId();
    return id == null ? -1 : id;
  }

  @Test
  void letsOneOfTwoHaveANameThatBothTakeAtOnce() throws Exception {
    List<Object> outcomes =
        atOnce(4, () -> create(maria, "contested", Visibility.PUBLIC), NameTaken.class);

    assertThat(outcomes).filteredOn(RepositoryDetail.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(NameTaken.class::isInstance).hasSize(3);
  }

  @Test
  void keepsThePrivateLimitWhenSeveralAreMadeAtOnce() throws Exception {
    AtomicInteger n = new AtomicInteger();
    List<Object> outcomes =
        atOnce(
            4,
            () -> create(maria, "private" + n.incrementAndGet(), Visibility.PRIVATE),
            PrivateLimitReached.class);

    assertThat(outcomes).filteredOn(RepositoryDetail.class::isInstance).hasSize(1);
    assertThat(allowances.of(idOf(maria)).used()).isEqualTo(1);
  }

  @Test
  void keepsThePrivateLimitWhenDraftsArePublishedAtOnce() throws Exception {
    jdbc.sql("update account set private_by_default = true where id = ?")
        .param(idOf(maria))
        .update();
    RepositoryRef one = admission.open(maria, of(maria, "one"));
    RepositoryRef two = admission.open(maria, of(maria, "two"));
    AtomicInteger n = new AtomicInteger();

    atOnce(
        2,
        () -> {
          drafts.publish(maria, n.getAndIncrement() == 0 ? one : two);
          return "published";
        },
        PushRefused.class);

    assertThat(allowances.of(idOf(maria)).used()).isEqualTo(1);
    assertThatThrownBy(() -> admission.open(maria, of(maria, "three")))
        .isInstanceOf(PushRefused.class)
        .hasMessageStartingWith("private repository limit reached (1 of 1)");
  }

  private static List<Object> atOnce(
      int threads, Callable<Object> action, Class<? extends Exception> expected)
      throws InterruptedException {
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return action.call();
                }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        try {
          outcomes.add(future.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(expected);
          outcomes.add(e.getCause());
        }
      }
      return outcomes;
    }
  }

  @Test
  void holdsAFirstPushInADraftThatNobodySeesUntilItsFirstManifest() {
    RepositoryName name = of(maria, "pushed");
    RepositoryRef draft = admission.open(maria, name);

    assertThat(draft.draft()).isTrue();
    assertThat(admission.open(maria, name)).isEqualTo(draft);
    assertThat(permission(Caller.anonymous(), draft)).isEmpty();
    assertThat(permission(joao, draft)).isEmpty();
    assertThat(permission(People.with(maria, TokenScope.READ), draft)).isEmpty();
    assertThat(permission(maria, draft)).hasValue(Permission.ADMIN);
    assertThatThrownBy(() -> repositories.detail(maria, name))
        .isInstanceOf(RepositoryNotFound.class);
    assertThat(lists.mine(maria, "", RepositoryOrder.PUSHED, null, 10).repositories()).isEmpty();

    drafts.publish(maria, draft);
    drafts.publish(maria, draft);

    assertThat(repositories.detail(Caller.anonymous(), name).visibility())
        .isEqualTo(Visibility.PUBLIC);
    assertThat(events.stream(RepositoryCreated.class)).hasSize(1);
  }

  @Test
  void publishesADraftPrivatelyWhereItsOwnerWantsThat() {
    jdbc.sql("update account set private_by_default = true where id = ?")
        .param(idOf(maria))
        .update();

    drafts.publish(maria, admission.open(maria, of(maria, "pushed")));

    assertThat(repositories.detail(maria, of(maria, "pushed")).isPrivate()).isTrue();
  }

  @Test
  void adoptsTheDraftOfAPushOnThePage() {
    RepositoryRef draft = admission.open(maria, of(maria, "pushed"));

    assertThat(create(maria, "pushed", Visibility.PRIVATE).id()).isEqualTo(draft.id());
  }

  @Test
  void refusesToPushARootNameInTheWordsPeopleKnow() {
    assertThatThrownBy(() -> admission.open(maria, RepositoryName.parse("nginx")))
        .isInstanceOf(PushRefused.class)
        .hasMessage(
            "You cannot push a \"root\" repository. Please rename your repository in <user>/<repo>");

    Caller admin = people.siteAdmin("admin" + COUNT.get());
    RepositoryRef official = admission.open(admin, RepositoryName.parse("nginx" + COUNT.get()));

    assertThat(permission(admin, official)).hasValue(Permission.ADMIN);
  }

  @Test
  void refusesAPushElsewhereWithoutTellingWhatIsThere() {
    create(joao, "secret", Visibility.PRIVATE);
    create(joao, "open", Visibility.PUBLIC);

    for (RepositoryName name :
        List.of(
            of(joao, "secret"),
            of(joao, "open"),
            of(joao, "absent"),
            new RepositoryName("nosuchone", "api"))) {
      assertThatThrownBy(() -> admission.open(maria, name))
          .isInstanceOf(PushRefused.class)
          .hasMessage(
              "requested access to the resource is denied: you may not push to %s. Push to %s, or"
                  + " ask its owner to add you",
              name, of(maria, name.name()));
    }
  }

  @Test
  void describesWithinTheLimitsAndKeepsTextFit() {
    RepositoryName name = create(maria, "api", Visibility.PUBLIC).name();

    RepositoryDetail told =
        repositories.describe(maria, name, " two\r\nlines\0 ", "# Ol\u00e1 \ud83d\ude80\r\n\0text");

    assertThat(told.description()).isEqualTo("two lines");
    assertThat(repositories.detail(maria, name).overview())
        .isEqualTo("# Ol\u00e1 \ud83d\ude80\ntext");
    assertThat(repositories.describe(maria, name, null, "x".repeat(25_000)).description())
        .isEqualTo("two lines");
    assertThatThrownBy(() -> repositories.describe(maria, name, "x".repeat(101), null))
        .isInstanceOf(TextTooLong.class);
    assertThatThrownBy(() -> repositories.describe(maria, name, null, "x".repeat(25_001)))
        .isInstanceOf(TextTooLong.class);
    assertThat(repositories.describe(maria, name, "\ud83d\ude80".repeat(100), null).description())
        .hasSize(200);
  }

  @Test
  void deletesOnlyWithTheNameTyped() {
    RepositoryDetail made = create(maria, "api", Visibility.PUBLIC);

    assertThatThrownBy(() -> repositories.delete(maria, made.name(), "apis"))
        .isInstanceOf(NameNotTyped.class);

    repositories.delete(maria, made.name(), "api");

    assertThat(permissions.see(maria, made.name())).isEqualTo(Optional.empty());
    assertThat(events.stream(RepositoryDeleted.class))
        .containsExactly(new RepositoryDeleted(made.id(), made.name(), maria.actor()));
  }

  @Test
  void listsMineByPagesThatNeitherRepeatNorSkip() {
    for (int i = 0; i < 7; i++) {
      create(maria, "repo" + i, Visibility.PUBLIC);
    }
    RepositoryName shared = create(joao, "shared", Visibility.PRIVATE).name();
    collaborators.add(joao, shared, name(maria));

    for (RepositoryOrder order : RepositoryOrder.values()) {
      List<RepositoryName> seen = new ArrayList<>();
      String cursor = null;
      do {
        RepositoryLists.Mine page = lists.mine(maria, "", order, cursor, 3);
        page.repositories().forEach(it -> seen.add(it.name()));
        cursor = page.next();
      } while (cursor != null);
      assertThat(seen).as(order.name()).hasSize(8).doesNotHaveDuplicates().contains(shared);
    }
    assertThat(lists.mine(maria, "REPO3", RepositoryOrder.NAME, "broken!", 3).repositories())
        .extracting(it -> it.name().name())
        .containsExactly("repo3");
    assertThat(lists.mine(maria, "%_\0'", RepositoryOrder.NAME, null, 3).repositories()).isEmpty();
  }

  @Test
  void listsOfANamespaceWhatTheCallerMaySee() {
    create(maria, "open", Visibility.PUBLIC);
    create(maria, "secret", Visibility.PRIVATE);

    assertThat(ofMaria(Caller.anonymous())).containsExactly("open");
    assertThat(ofMaria(joao)).containsExactly("open");
    assertThat(ofMaria(maria)).containsExactly("open", "secret");

    collaborators.add(maria, of(maria, "secret"), name(joao));

    assertThat(ofMaria(joao)).containsExactly("open", "secret");
  }

  private List<String> ofMaria(Caller caller) {
    RepositoryLists.Numbered found =
        lists.ofNamespace(caller, name(maria), "", RepositoryOrder.NAME, 1, 10);
    assertThat(found.total()).isEqualTo(found.repositories().size());
    return found.repositories().stream().map(it -> it.name().name()).toList();
  }
}
