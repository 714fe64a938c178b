package hub.repositories.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Account;
import hub.accounts.Actor;
import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.accounts.TokenScope;
import hub.accounts.credential.AccessTokens;
import hub.accounts.person.Confirmation;
import hub.accounts.person.Profile;
import hub.accounts.person.SignUp;
import hub.repositories.People;
import hub.repositories.RepositoryName;
import hub.repositories.Visibility;
import hub.repositories.access.Collaborators;
import hub.repositories.life.NameTaken;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hubtesting.FreshDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@FreshDatabase
class ActivityLogTests {

  @Autowired Repositories repositories;
  @Autowired Collaborators collaborators;
  @Autowired AccessTokens tokens;
  @Autowired SignUp signUp;
  @Autowired Confirmation confirmation;
  @Autowired Profile profile;
  @Autowired ActivityLog log;
  @Autowired JdbcClient jdbc;

  private Caller maria;
  private long account;
  private UUID token = new UUID(0, 0);

  @BeforeEach
  void aPersonWithAToken() {
    jdbc.sql("truncate account, activity cascade").update();
    People people = new People(jdbc);
    people.confirmed("joaopedro");
    Caller person = people.confirmed("marialima");
    account = Objects.requireNonNull(person.accountId());
    tokens.create(person.actor(), account, "ci", TokenScope.ADMIN, null);
    token = tokens.list(account).getFirst().id();
    maria =
        new Caller(
            person.account(),
            Credential.accessToken(token, Epoch.FIRST, new Origin("192.0.2.7", "curl/8")),
            Reach.EVERYTHING);
  }

  private List<Map<String, @Nullable Object>> recorded(String action) {
    return jdbc.sql(
            """
            select owner_id, repository, actor, credential, credential_id::text, address, client,
                   object, before::text, after::text
            from activity where action = ? order by id
            """)
        .param(action)
        .query()
        .listOfRows();
  }

  @Test
  void recordsWhatPeopleDoWithTheirAccounts() {
    String password = "quatro-gatos-no-telhado";
    Account rosa = signUp.signUp("rosasilva", "rosa@exmple.org", password, "192.0.2.8");
    Actor herself = Actor.of(rosa, Credential.none(new Origin("192.0.2.8", "")));
    confirmation.correct(herself, rosa.id(), "rosa@example.org");
    confirmation.correct(herself, rosa.id(), "rosa@example.org");
    jdbc.sql("update account set email_confirmed_at = now() where id = ?")
        .param(rosa.id())
        .update();
    profile.changeEmail(rosa.id(), password, "rosa@example.com", "192.0.2.9");
    profile.keepEmail(herself, rosa.id());
    profile.changePassword(rosa.id(), password, "cinco-gatos-no-telhado", "192.0.2.8");
    profile.rename(maria.actor(), account, "Maria Lima");
    profile.rename(maria.actor(), account, "Maria Lima");
    profile.setPrivateByDefault(maria.actor(), account, true);

    assertThat(recorded("account.create"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it)
                    .containsEntry("owner_id", rosa.id())
                    .containsEntry("object", "rosasilva")
                    .containsEntry("credential", "none")
                    .containsEntry("address", "192.0.2.8"));
    assertThat(recorded("email.change"))
        .extracting(it -> it.get("address") + ": " + it.get("before") + " > " + it.get("after"))
        .containsExactly(
            "192.0.2.8: {\"email\": \"rosa@exmple.org\"} > {\"email\": \"rosa@example.org\"}",
            "192.0.2.9: null > {\"pending\": \"rosa@example.com\"}",
            "192.0.2.8: {\"pending\": \"rosa@example.com\"} > null");
    assertThat(recorded("password.change")).hasSize(1);
    assertThat(recorded("account.change"))
        .extracting(it -> it.get("actor") + ": " + it.get("before") + " > " + it.get("after"))
        .containsExactly(
            "marialima: {\"full_name\": \"\"} > {\"full_name\": \"Maria Lima\"}",
            "marialima: {\"private_by_default\": false} > {\"private_by_default\": true}");
  }

  @Test
  void recordsEveryChangeWithItsActorAndWhatWasBefore() {
    RepositoryName app = new RepositoryName("marialima", "app");
    repositories.create(maria, new NewRepository("marialima", "app", "old", Visibility.PUBLIC));
    repositories.describe(maria, app, "new", "# Read me");
    repositories.describe(maria, app, "new", null);
    repositories.changeVisibility(maria, app, Visibility.PRIVATE);
    collaborators.add(maria, app, "joaopedro");
    collaborators.add(maria, app, "joaopedro");
    collaborators.remove(maria, app, "joaopedro");
    repositories.delete(maria, app, "app");
    tokens.revoke(maria.actor(), account, token);

    assertThat(recorded("repository.create"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it)
                    .containsEntry("owner_id", account)
                    .containsEntry("repository", "marialima/app")
                    .containsEntry("actor", "marialima")
                    .containsEntry("credential", "access_token")
                    .containsEntry("credential_id", token.toString())
                    .containsEntry("address", "192.0.2.7")
                    .containsEntry("client", "curl/8"));
    assertThat(recorded("repository.change"))
        .extracting(it -> it.get("before") + " > " + it.get("after"))
        .containsExactly(
            "{\"description\": \"old\", \"overview_characters\": 0}"
                + " > {\"description\": \"new\", \"overview_characters\": 9}",
            "null > null",
            "{\"visibility\": \"public\"} > {\"visibility\": \"private\"}");
    assertThat(recorded("collaborator.add")).hasSize(1);
    assertThat(recorded("collaborator.remove"))
        .singleElement()
        .satisfies(it -> assertThat(it).containsEntry("object", "joaopedro"));
    assertThat(recorded("repository.delete")).hasSize(1);
    assertThat(recorded("token.create")).hasSize(1);
    assertThat(recorded("token.revoke"))
        .singleElement()
        .satisfies(it -> assertThat(it).containsEntry("object", "ci"));
  }

  @Test
  void recordsNothingOfWhatDidNotHappen() {
    NewRepository wanted = new NewRepository("marialima", "app", "", Visibility.PUBLIC);
    repositories.create(maria, wanted);

    assertThatThrownBy(() -> repositories.create(maria, wanted)).isInstanceOf(NameTaken.class);

    assertThat(recorded("repository.create")).hasSize(1);
  }

  @Test
  void keepsEntriesForFourHundredDays() {
    repositories.create(maria, new NewRepository("marialima", "app", "", Visibility.PUBLIC));
    repositories.create(maria, new NewRepository("marialima", "old", "", Visibility.PUBLIC));
    jdbc.sql("update activity set at = now() - interval '401 days' where repository like '%/old'")
        .update();

    assertThat(log.sweep()).isEqualTo(1);

    assertThat(recorded("repository.create"))
        .extracting(it -> it.get("repository"))
        .containsExactly("marialima/app");
  }
}
