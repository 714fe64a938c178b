package hub.repositories.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Caller;
import hub.accounts.Reach;
import hub.accounts.Reach.Action;
import hub.accounts.Reach.Pattern;
import hub.accounts.credential.BadCredentials;
import hub.repositories.People;
import hub.repositories.RepositoryName;
import hub.repositories.Visibility;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.push.PushAdmission;
import hub.repositories.push.PushRefused;
import hubtesting.FreshDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a credential that is limited to some repositories, or has ended, can do. */
@SpringBootTest(properties = "hub.free-private-repos=10")
@FreshDatabase
class PermissionsTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired Permissions permissions;
  @Autowired PushAdmission admission;
  @Autowired Repositories repositories;
  @Autowired RepositoryLists lists;
  @Autowired JdbcClient jdbc;

  private Caller maria;
  private String namespace;

  @BeforeEach
  void aPersonWithRepositories() {
    namespace = "maria" + COUNT.incrementAndGet();
    maria = new People(jdbc).confirmed(namespace);
    make("my_app", Visibility.PRIVATE);
    make("myxapp", Visibility.PRIVATE);
    make("open", Visibility.PUBLIC);
  }

  private void make(String name, Visibility visibility) {
    repositories.create(maria, new NewRepository(namespace, name, "", visibility));
  }

  private RepositoryName of(String name) {
    return new RepositoryName(namespace, name);
  }

  private Caller limited(Set<Action> actions, String... patterns) {
    List<Pattern> reached =
        Stream.of(patterns).map(it -> Pattern.parse(namespace + "/" + it)).toList();
    return new Caller(maria.account(), maria.credential(), new Reach(actions, reached));
  }

  private Optional<Permission> permission(Caller caller, String name) {
    return permissions.see(caller, of(name)).map(VisibleRepository::permission);
  }

  private List<String> listed(Caller caller) {
    return lists
        .ofNamespace(caller, namespace, "", RepositoryOrder.NAME, 1, 100)
        .repositories()
        .stream()
        .map(it -> it.name().name())
        .toList();
  }

  @Test
  void aCredentialForOneRepositoryOpensThatOneAndWhatIsPublic() {
    Caller ci = limited(Set.of(Action.READ, Action.WRITE), "my_app");

    assertThat(permission(ci, "my_app")).hasValue(Permission.WRITE);
    // an underscore is no wildcard
    assertThat(permission(ci, "myxapp")).isEmpty();
    assertThat(permission(ci, "open")).hasValue(Permission.READ);
    assertThat(listed(ci)).containsExactly("my_app", "open");
    assertThat(lists.mine(ci, "", RepositoryOrder.NAME, null, 100).repositories())
        .extracting(it -> it.name().name())
        .containsExactly("my_app");

    assertThat(listed(maria)).containsExactly("my_app", "myxapp", "open");
    assertThat(permission(maria, "myxapp")).hasValue(Permission.ADMIN);
  }

  @Test
  void aCredentialForANamespaceOpensAllOfItAndNoOther() {
    Caller whole = limited(Set.of(Action.READ), "*");
    Caller elsewhere =
        new Caller(
            maria.account(),
            maria.credential(),
            new Reach(Set.of(Action.ADMIN), List.of(new Pattern("another", "*"))));

    assertThat(permission(whole, "my_app")).hasValue(Permission.READ);
    assertThat(listed(whole)).containsExactly("my_app", "myxapp", "open");
    assertThat(permission(elsewhere, "my_app")).isEmpty();
    assertThat(permission(elsewhere, "open")).hasValue(Permission.READ);
    assertThat(listed(elsewhere)).containsExactly("open");
  }

  @Test
  void aCredentialMakesNoRepositoryThatItIsNotFor() {
    Caller ci = limited(Set.of(Action.WRITE), "fresh");

    assertThat(admission.open(ci, of("fresh")).draft()).isTrue();
    assertThatThrownBy(() -> admission.open(ci, of("other"))).isInstanceOf(PushRefused.class);
    // one that is there and hidden from it is refused alike
    assertThatThrownBy(() -> admission.open(ci, of("myxapp")))
        .isInstanceOf(PushRefused.class)
        .hasMessage(
            "requested access to the resource is denied: what you signed in with is not for pushing"
                + " to "
                + of("myxapp"));
    assertThat(admission.open(maria, of("myxapp")).draft()).isFalse();
  }

  @Test
  void aCredentialThatHasEndedSeesNothing() {
    assertThat(permission(maria, "open")).hasValue(Permission.ADMIN);

    jdbc.sql("update account set password_epoch = password_epoch + 1 where name = ?")
        .param(namespace)
        .update();

    assertThatThrownBy(() -> permission(maria, "open")).isInstanceOf(BadCredentials.class);
    assertThatThrownBy(() -> permission(maria, "absent")).isInstanceOf(BadCredentials.class);
    assertThat(permission(Caller.anonymous(), "open")).hasValue(Permission.READ);
  }

  @Test
  void anAddressThatIsConfirmedMeanwhileCountsAtOnce() {
    String name = namespace + "x";
    Caller ana = new People(jdbc).unconfirmed(name);
    jdbc.sql("insert into repository (namespace_id, name, visibility) values (?, 'app', 'public')")
        .param(ana.accountId())
        .update();
    RepositoryName app = new RepositoryName(name, "app");
    assertThat(permissions.see(ana, app).map(VisibleRepository::permission))
        .hasValue(Permission.READ);

    jdbc.sql("update account set email_confirmed_at = now() where name = ?").param(name).update();

    assertThat(permissions.see(ana, app).map(VisibleRepository::permission))
        .hasValue(Permission.ADMIN);
  }
}
