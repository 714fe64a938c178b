package hub.accounts.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Actor;
import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.accounts.TokenScope;
import hub.accounts.credential.AuthorizationHeader.NameAndSecret;
import hub.accounts.limit.ClientNetwork;
import hub.accounts.limit.RateLimits;
import hub.accounts.limit.RateLimits.Limit;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.person.Profile;
import hub.accounts.person.SignUp;
import hubtesting.FreshDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
@FreshDatabase
class SignInsTests {

  private static final String GOOD = "quatro-gatos-no-telhado";
  private static final String HERE = "10.0.0.1";
  private static int count;

  // not a @TempDir: mails may still be written while the class ends
  private static final Path dataDir = Path.of("target", "hub-data-" + UUID.randomUUID());

  @Autowired SignIns credentials;
  @Autowired AccessTokens tokens;
  @Autowired SignUp signUp;
  @Autowired Passwords passwords;
  @Autowired Profile profile;
  @Autowired RateLimits limits;
  @Autowired JdbcClient jdbc;

  private Account maria;
  private String name;

  SignInsTests(@Autowired Accounts accounts) {
    this.maria = accounts.findByName("library").orElseThrow();
    this.name = "";
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", () -> dataDir.toString());
  }

  @BeforeEach
  void somebody() {
    name = "maria" + ++count;
    maria = signUp.signUp(name, name + "@example.org", GOOD, HERE);
  }

  private Caller signIn(String name, String secret, String address) {
    return credentials.signIn(new NameAndSecret(name, secret), new Origin(address, "a test"));
  }

  @Test
  void knowAPersonByNameOrAddressInAnyCase() {
    assertThat(signIn(name, GOOD, HERE).accountId()).isEqualTo(maria.id());
    assertThat(signIn(name.toUpperCase(), GOOD, HERE).accountId()).isEqualTo(maria.id());
    assertThat(signIn(" " + name + "@EXAMPLE.org", GOOD, HERE).reach()).isEqualTo(Reach.EVERYTHING);
  }

  @Test
  void refuseWhatDoesNotGoTogether() {
    for (String wrong : new String[] {"", "x", GOOD + " ", "\u0000", "a".repeat(10_000)}) {
      assertThatThrownBy(() -> signIn(name, wrong, HERE)).isInstanceOf(BadCredentials.class);
    }
    for (String nobody : new String[] {"", "nobody", "\u0000", "' or 1=1 --", "library", "a@b"}) {
      assertThatThrownBy(() -> signIn(nobody, GOOD, HERE)).isInstanceOf(BadCredentials.class);
    }
  }

  @Test
  void takeATokenForAPasswordAndReachNoFurtherThanIt() {
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.READ, null);

    var caller = signIn(name, token, HERE);

    assertThat(token).matches("hubp_[0-9A-Za-z]{36}");
    assertThat(caller.is(maria.id())).isTrue();
    assertThat(caller.reach()).isEqualTo(Reach.READING);
    assertThat(tokens.list(maria.id()).getFirst().lastUsedAt()).isNotNull();
  }

  @Test
  void refuseATokenOfAnotherPerson() {
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.WRITE, null);
    signUp.signUp("other" + count, "other@example.org", GOOD, HERE);

    assertThatThrownBy(() -> signIn("other" + count, token, HERE))
        .isInstanceOf(BadCredentials.class);
  }

  @Test
  void refuseATokenThatIsRevokedExpiredOrMistyped() {
    String revoked = tokens.create(Actor.HUB, maria.id(), "revoked", TokenScope.WRITE, null);
    assertThat(tokens.revoke(Actor.HUB, maria.id(), tokens.list(maria.id()).getFirst().id()))
        .isTrue();
    String expired =
        tokens.create(
            Actor.HUB, maria.id(), "expired", TokenScope.WRITE, Instant.now().minusSeconds(1));
    String good = tokens.create(Actor.HUB, maria.id(), "good", TokenScope.WRITE, null);
    char last = good.charAt(good.length() - 1);
    String mistyped = good.substring(0, good.length() - 1) + (last == 'a' ? 'b' : 'a');

    assertThat(AccessTokens.isWellFormed(good)).isTrue();
    assertThat(AccessTokens.isWellFormed(mistyped)).isFalse();
    for (String token : new String[] {revoked, expired, mistyped}) {
      assertThatThrownBy(() -> signIn(name, token, HERE)).isInstanceOf(BadCredentials.class);
      assertThatThrownBy(() -> credentials.signInByToken(token, Origin.INSIDE))
          .isInstanceOf(BadCredentials.class);
    }
  }

  @Test
  void openNoPagesWithAToken() {
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.ADMIN, null);

    assertThatThrownBy(() -> credentials.signInByPassword(name, token, HERE))
        .isInstanceOf(BadCredentials.class);
  }

  @Test
  void noteTheUseOfATokenAtMostOnceAMinute() {
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.READ, null);
    signIn(name, token, HERE);
    Instant first = tokens.list(maria.id()).getFirst().lastUsedAt();

    signIn(name, token, HERE);

    assertThat(tokens.list(maria.id()).getFirst().lastUsedAt()).isEqualTo(first);
  }

  @Test
  void stopWhoeverGuessesAndNobodyElse() {
    for (int i = 0; i < 30; i++) {
      signIn(name, GOOD, "10.0.0.2");
    }
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 30; i++) {
                try {
                  signIn(name, "guess " + i, "2001:db8:0:1::" + i);
                } catch (BadCredentials e) {
                  // the next one
                }
              }
            })
        .isInstanceOf(TooManyAttempts.class);
    assertThatThrownBy(() -> signIn(name, GOOD, "2001:db8:0:1::99"))
        .isInstanceOf(TooManyAttempts.class);

    assertThat(signIn(name, GOOD, "2001:db8:0:2::1").is(maria.id())).isTrue();
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.READ, null);
    assertThat(signIn(name, token, "2001:db8:0:1::99").is(maria.id())).isTrue();
  }

  @Test
  void takeAStoredOldPasswordForOneGuessHoweverOftenItIsSent() {
    for (int i = 0; i < 150; i++) {
      assertThatThrownBy(() -> signIn(name, "the password of last year", "10.0.1.1"))
          .isInstanceOf(BadCredentials.class);
    }

    assertThat(signIn(name, GOOD, "10.0.1.1").is(maria.id())).isTrue();
    String neighbour = "next" + count;
    Account next = signUp.signUp(neighbour, neighbour + "@example.org", GOOD, "10.0.1.1");
    assertThat(signIn(neighbour, GOOD, "10.0.1.1").is(next.id())).isTrue();
  }

  @Test
  void knowWhatWasWrongForTheNewPasswordThatItHasBecome() {
    String later = "cinco-peixes-na-janela";
    assertThatThrownBy(() -> signIn(name, later, "10.0.1.2")).isInstanceOf(BadCredentials.class);

    profile.changePassword(maria.id(), GOOD, later, "10.0.1.3");

    assertThat(signIn(name, later, "10.0.1.2").is(maria.id())).isTrue();
    assertThatThrownBy(() -> signIn(name, GOOD, "10.0.1.2")).isInstanceOf(BadCredentials.class);
  }

  @Test
  void countGuessesByNameAndByAddressTogether() {
    for (int i = 0; i < 20; i++) {
      String called = i % 2 == 0 ? name : name + "@example.org";
      String guess = "guess " + i;
      assertThatThrownBy(() -> signIn(called, guess, "10.0.2.1"))
          .isInstanceOf(BadCredentials.class);
    }
    assertThatThrownBy(() -> signIn(name + "@example.org", "guess 20", "10.0.2.1"))
        .isInstanceOf(TooManyAttempts.class);
  }

  @Test
  void answerEachRightPasswordHoweverManyComeAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Account>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        answers.add(threads.submit(() -> credentials.signInByPassword(name, GOOD, "10.0.3.1")));
      }
      for (Future<Account> answer : answers) {
        assertThat(answer.get().id()).isEqualTo(maria.id());
      }
    }
  }

  @Test
  void boundParallelGuessesToo() throws Exception {
    AtomicInteger compared = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        String guess = "guess " + i;
        threads.submit(
            () -> {
              try {
                signIn(name, guess, "10.0.4.1");
              } catch (BadCredentials e) {
                compared.incrementAndGet();
              } catch (TooManyAttempts e) {
                // as it should
              }
            });
      }
    }
    assertThat(compared.get()).isBetween(20, 20 + Passwords.PLACES);
  }

  @Test
  void letNobodysGuessesKeepAnAccountOutElsewhere() {
    assertThat(signIn(name, GOOD, "10.0.5.1").is(maria.id())).isTrue();
    othersGuess("10.0.5.1");

    // where it was before, beside a neighbour who guesses; and somewhere new
    assertThat(credentials.signInByPassword(name, GOOD, "10.0.5.1").id()).isEqualTo(maria.id());
    assertThat(signIn(name, GOOD, "10.0.5.2").is(maria.id())).isTrue();
    // a stranger gets little then, and nothing next to the neighbour
    for (int i = 0; i < 3; i++) {
      String guess = "guess " + i;
      othersGuess("10.0.5.1");
      assertThatThrownBy(() -> signIn(name, guess, "10.0.5.3")).isInstanceOf(BadCredentials.class);
    }
    othersGuess("10.0.5.1");
    assertThatThrownBy(() -> signIn(name, "guess 4", "10.0.5.3"))
        .isInstanceOf(TooManyAttempts.class);
    assertThatThrownBy(() -> signIn("somebody", "guess", "10.0.5.1"))
        .isInstanceOf(TooManyAttempts.class);
  }

  /** Takes all guesses that are left at the account from anywhere, and from one neighbour's. */
  private void othersGuess(String neighbour) {
    while (limits.tryTake(Limit.GUESSES_AT_ACCOUNT, name)) {}
    while (limits.tryTake(Limit.GUESSES_FROM_ADDRESS, ClientNetwork.of(neighbour))) {}
  }

  @Test
  void takeOnePasswordInEachOfItsSpellings() {
    String composed = "quatro p\u00e1ssaros no telhado";
    String decomposed = "quatro pa\u0301ssaros\u00a0no telhado";
    String who = "spelled" + count;
    Account account = signUp.signUp(who, who + "@example.org", decomposed, HERE);

    assertThat(signIn(who, composed, "10.0.6.1").is(account.id())).isTrue();
    assertThat(signIn(who, decomposed, "10.0.6.2").is(account.id())).isTrue();
    // hashed as it was typed, before there was one form
    jdbc.sql("update account set password_hash = ? where id = ?")
        .param(
            "{argon2}" + Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(decomposed))
        .param(account.id())
        .update();
    assertThat(signIn(who, decomposed, "10.0.6.3").is(account.id())).isTrue();
  }

  @Test
  void takeNoNewPasswordWithASpaceAtAnEnd() {
    for (String spaced : new String[] {GOOD + " ", " " + GOOD, GOOD + "\u00a0", GOOD + "\t"}) {
      assertThat(passwords.rate(spaced, List.of()).fault())
          .isEqualTo(PasswordStrength.Fault.SPACE_AT_AN_END);
    }
    assertThat(passwords.rate("quatro gatos no telhado", List.of()).isEnough()).isTrue();
  }

  @Test
  void keepNoSecretThatCouldBeRead() {
    String token = tokens.create(Actor.HUB, maria.id(), "ci", TokenScope.READ, null);

    String row =
        jdbc.sql("select access_token::text from access_token where account_id = ?")
            .param(maria.id())
            .query(String.class)
            .single();
    String hash =
        jdbc.sql("select password_hash from account where id = ?")
            .param(maria.id())
            .query(String.class)
            .single();

    assertThat(row).doesNotContain(token);
    assertThat(hash).startsWith("{argon2}$argon2id$").doesNotContain(GOOD);
  }
}
