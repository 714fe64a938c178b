package hub.accounts.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hub.accounts.AccountName;
import hub.accounts.Accounts;
import hub.accounts.EmailMistake;
import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.credential.WeakPassword;
import hub.accounts.mail.Outbox;
import hubtesting.FreshDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
@FreshDatabase
class SignUpTests {

  private static final String GOOD = "quatro-gatos-no-telhado";

  // not a @TempDir: mails may still be written while the class ends
  private static final Path dataDir = Path.of("target", "hub-data-" + UUID.randomUUID());

  @Autowired SignUp signUp;
  @Autowired Accounts accounts;
  @Autowired Confirmation confirmation;
  @Autowired Outbox outbox;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", () -> dataDir.toString());
    registry.add("hub.url", () -> "https://hub.local");
  }

  @Test
  void makesAnUnconfirmedAccountAndMailsTheLink() {
    var account = signUp.signUp("marialima", "maria@exemplo.com.br", GOOD, "10.0.0.1");

    assertThat(account.name()).isEqualTo("marialima");
    assertThat(account.isEmailConfirmed()).isFalse();
    assertThat(account.isSiteAdmin()).isFalse();
    var mail = mailTo("maria@exemplo.com.br");
    assertThat(mail.subject()).isEqualTo("Please confirm email for your Docker ID");
    assertThat(mail.text()).contains("Confirm Your Email", "https://hub.local/confirm?token=");

    var result = confirmation.confirm(token(mail), "10.0.0.1");

    assertThat(result.outcome()).isEqualTo(Confirmation.Outcome.CONFIRMED);
    assertThat(result.first()).isTrue();
    assertThat(accounts.findByName("marialima").orElseThrow().isEmailConfirmed()).isTrue();
    assertThat(confirmation.confirm(token(mail), "10.0.0.1").outcome())
        .isEqualTo(Confirmation.Outcome.ALREADY);
  }

  @Test
  void answersTheSameForAKnownAddressAndTellsItsOwnerAlone() {
    signUp.signUp("owner1", "Owner@example.org", GOOD, "10.0.0.1");
    confirmation.confirm(token(mailTo("Owner@example.org")), "10.0.0.1");

    var second = signUp.signUp("second2", "owner@EXAMPLE.org", GOOD, "10.0.0.1");

    assertThat(second.isEmailConfirmed()).isFalse();
    var mail = mailTo("owner@EXAMPLE.org");
    assertThat(mail.subject()).startsWith("You already have an account");
    assertThat(mail.text()).contains("owner1", "second2").doesNotContain("token=");
    assertThat(accounts.findByEmail("owner@example.org").orElseThrow().name()).isEqualTo("owner1");
  }

  @Test
  void givesAnAddressToWhoeverConfirmsItFirst() {
    signUp.signUp("squatter", "victim@example.org", GOOD, "10.0.0.1");
    String squattersLink = token(mailTo("victim@example.org"));
    signUp.signUp("victim", "victim@example.org", GOOD, "10.0.0.2");
    await().until(() -> mailsTo("victim@example.org") == 2);
    confirmation.confirm(token(mailTo("victim@example.org")), "10.0.0.1");

    assertThat(confirmation.confirm(squattersLink, "10.0.0.1").outcome())
        .isEqualTo(Confirmation.Outcome.TAKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "abc,TOO_SHORT",
    "'',EMPTY",
    "Maria,UPPER_CASE",
    "maria_lima,CHARACTERS",
    "'maria ',CHARACTERS",
    "märia,CHARACTERS",
    "'a''; drop table account; --',CHARACTERS",
    "<b>bold</b>,CHARACTERS",
    "abcdefghijklmnopqrstuvwxyz01234,TOO_LONG",
    "admin,RESERVED",
    "library,RESERVED",
    "users,RESERVED",
    "explore,RESERVED"
  })
  void refusesNamesThatAreMalformedOrReserved(String name, AccountName.Fault fault) {
    assertThatThrownBy(() -> signUp.signUp(name, "a@example.org", GOOD, "10.0.0.1"))
        .isInstanceOfSatisfying(
            InvalidAccountName.class, it -> assertThat(it.fault()).isEqualTo(fault));
  }

  @ParameterizedTest
  @CsvSource({
    "'maria@exemplo,com.br',COMMA,maria@exemplo.com.br",
    "maria exemplo@x.org,SPACE,mariaexemplo@x.org",
    "maria,NO_AT,",
    "maria@@x.org,MANY_AT,maria@x.org",
    "maria@exemplo,NO_DOT,",
    "maria@exemplo..org,MALFORMED,maria@exemplo.org",
    "<script>@x.org,MALFORMED,",
    "'',EMPTY,"
  })
  void refusesAddressesThatAreMalformedAndTellsWhatWasMeant(
      String email, EmailMistake.Fault fault, String suggestion) {
    assertThatThrownBy(() -> signUp.signUp("somebody", email, GOOD, "10.0.0.1"))
        .isInstanceOfSatisfying(
            InvalidEmail.class,
            it -> {
              assertThat(it.mistake().fault()).isEqualTo(fault);
              assertThat(it.mistake().suggestion()).isEqualTo(suggestion);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "password1", "123456789", "somebody1", "qwertyuiop"})
  void refusesPasswordsThatAreShortOrWeak(String password) {
    assertThatThrownBy(() -> signUp.signUp("somebody", "a@example.org", password, "10.0.0.1"))
        .isInstanceOf(WeakPassword.class);
  }

  @Test
  void refusesTenThousandCharactersInEachField() {
    String long_ = "a".repeat(10_000);

    assertThatThrownBy(() -> signUp.signUp(long_, "a@example.org", GOOD, "10.0.0.1"))
        .isInstanceOf(InvalidAccountName.class);
    assertThatThrownBy(() -> signUp.signUp("somebody", long_ + "@x.org", GOOD, "10.0.0.1"))
        .isInstanceOf(InvalidEmail.class);
    assertThatThrownBy(() -> signUp.signUp("somebody", "a@example.org", long_, "10.0.0.1"))
        .isInstanceOf(WeakPassword.class);
  }

  @Test
  void letsOneOfManyWinWhoWantOneName() throws Exception {
    int people = 8;
    try (var pool = Executors.newFixedThreadPool(people)) {
      var tries = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < people; i++) {
        String email = "racer" + i + "@example.org";
        tries.add(
            () -> {
              try {
                signUp.signUp("racer", email, GOOD, "10.0.0.1");
                return true;
              } catch (InvalidAccountName e) {
                assertThat(e.fault()).isEqualTo(AccountName.Fault.TAKEN);
                return false;
              }
            });
      }
      long winners = 0;
      for (Future<Boolean> result : pool.invokeAll(tries)) {
        winners += result.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  private Outbox.Mail mailTo(String address) {
    return await()
        .until(
            () ->
                outbox.page("").mails().stream().filter(it -> it.to().equals(address)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private long mailsTo(String address) {
    return outbox.page("").mails().stream().filter(it -> it.to().equals(address)).count();
  }

  static String token(Outbox.Mail mail) {
    return mail.text().replaceAll("(?s).*token=([0-9A-Za-z]+).*", "$1");
  }
}
