package hub.accounts.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Accounts;
import hub.accounts.credential.Passwords;
import hub.db.StartRefused;
import hubtesting.FreshDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** The admin that the operator sets, on a hub whose sign-up is closed. */
@SpringBootTest(
    properties = {
      "hub.signup=closed",
      "hub.admin.username=admin",
      "hub.admin.email=admin@hub.local",
      "hub.admin.password=quatro-gatos-no-telhado"
    })
@FreshDatabase
class AdminsTests {

  @TempDir static Path dataDir;

  @Autowired Admins admins;
  @Autowired Accounts accounts;
  @Autowired Passwords passwords;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired SetupLink setup;
  @Autowired SignUp signUp;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", () -> dataDir.toString());
  }

  @Test
  void makesTheAdminOnceAndOffersNoSetUpLink() {
    var admin = accounts.findByName("admin").orElseThrow();
    assertThat(admin.isSiteAdmin()).isTrue();
    assertThat(admin.isEmailConfirmed()).isTrue();

    admins.afterSingletonsInstantiated();

    assertThat(accounts.findByName("admin").orElseThrow().id()).isEqualTo(admin.id());
    assertThat(setup.current()).isEmpty();
  }

  /** Starts as the web server does, and before it. */
  @TestConfiguration
  static class BeforeThePortOpens implements SmartLifecycle {

    @Autowired Accounts accounts;
    private boolean running;
    private boolean adminWasThere;

    @Override
    public void start() {
      adminWasThere = accounts.existsByName("admin");
      running = true;
    }

    @Override
    public void stop() {
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }
  }

  @Test
  void makesTheAdminBeforeThePortOpens(@Autowired BeforeThePortOpens port) {
    assertThat(port.adminWasThere).isTrue();
  }

  @Test
  void takesNoNewAccountsWhereSignUpIsClosed() {
    assertThatThrownBy(
            () -> signUp.signUp("maria", "a@example.org", "quatro-gatos-no-telhado", "::1"))
        .isInstanceOf(SignUpClosed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Admin,a@example.org,quatro-gatos,HUB_ADMIN_USERNAME",
    "users,a@example.org,quatro-gatos,HUB_ADMIN_USERNAME",
    "another,nonsense,quatro-gatos,HUB_ADMIN_EMAIL",
    "another,ADMIN@hub.local,quatro-gatos,HUB_ADMIN_EMAIL",
    "another,a@example.org,short,HUB_ADMIN_PASSWORD",
    "another,a@example.org,,HUB_ADMIN_PASSWORD"
  })
  void namesTheVariableThatIsBad(String name, String email, String password, String variable) {
    var properties =
        new SignUpSettings(
            SignUpSettings.Signup.OPEN, new SignUpSettings.Admin(name, email, password));

    assertThatThrownBy(
            () ->
                new Admins(properties, accounts, passwords, jdbc, events, transaction)
                    .afterSingletonsInstantiated())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(variable);
  }
}
