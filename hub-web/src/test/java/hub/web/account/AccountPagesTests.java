package hub.web.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.accounts.Accounts;
import hub.accounts.mail.Outbox;
import hub.accounts.person.SetupLink;
import hubtesting.FreshDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The pages of accounts over HTTP, as somebody sees them who has no script. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FreshDatabase
class AccountPagesTests {

  private static final String GOOD = "quatro-gatos-no-telhado";

  // not a @TempDir: mails may still be written while the class ends
  private static final Path dataDir = Path.of("target", "hub-data-" + UUID.randomUUID());

  @LocalServerPort int port;
  @Autowired Outbox outbox;
  @Autowired Accounts accounts;
  @Autowired SetupLink setup;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource dataSource;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", () -> dataDir.toString());
  }

  @Test
  void leadsFromSignUpOverTheMailToTheWelcomePage() {
    var visitor = new Visitor(port);
    var answer = signUp(visitor, "marialima", "maria@exemplo.com.br");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.location()).isEqualTo("/confirm");
    assertThat(visitor.get("/confirm").body())
        .contains("Check your mail", "maria@exemplo.com.br", "/admin/outbox", "data-wait=\"");

    // the link is opened in another browser
    var elsewhere = new Visitor(port);
    var confirmed = elsewhere.get(link("maria@exemplo.com.br"));

    assertThat(confirmed.location()).isEqualTo("/welcome");
    assertThat(elsewhere.get("/welcome").body())
        .contains("Create repository", "docker login", "/marialima/my-app");
    // and counts at once in the session that was open before
    assertThat(visitor.get("/confirm").location()).isEqualTo("/welcome");
  }

  @Test
  void saysThatSomethingElseWasFasterWhereTwoChangeTheSame() throws Exception {
    var visitor = new Visitor(port);
    signUp(visitor, "twowindows", "twowindows@example.org");
    visitor.get("/settings/appearance");

    CompletableFuture<Visitor.Page> answer;
    try (var other = dataSource.getConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update account set version = version + 1 where name = 'twowindows'");
      answer =
          CompletableFuture.supplyAsync(
              () -> visitor.post("/settings/appearance", "theme", "dark"));
      await().until(this::somebodyWaitsForALock);
      other.commit();
    }

    assertThat(answer.get().status()).isEqualTo(409);
    assertThat(answer.get().body()).contains("Something else was faster");
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql(
            """
            select exists (select from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock')
            """)
        .query(Boolean.class)
        .single();
  }

  @Test
  void opensAUsedLinkWithoutSigningIn() {
    signUp(new Visitor(port), "usedlink", "used@example.org");
    new Visitor(port).get(link("used@example.org"));

    var stranger = new Visitor(port);
    var page = stranger.get(link("used@example.org"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("This address is confirmed already", "/login");
    assertThat(stranger.get("/settings").location()).startsWith("/login");
  }

  @Test
  void saysWhyALinkDoesNotWorkAndTheWayOn() {
    signUp(new Visitor(port), "expired1", "expired@example.org");
    String link = link("expired@example.org");
    jdbc.sql("update mailed_link set expires_at = now() where email = 'expired@example.org'")
        .update();

    var expired = new Visitor(port).get(link);
    assertThat(expired.status()).isEqualTo(410);
    assertThat(expired.body()).contains("This link no longer works", "Sign in for a new link");

    var unknown = new Visitor(port).get("/confirm?token=nonsense");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("cut when it was copied");
  }

  @Test
  void answersTheSameForAKnownAndAnUnknownAddress() {
    signUp(new Visitor(port), "known1", "known@example.org");
    new Visitor(port).get(link("known@example.org"));
    var first = new Visitor(port);
    var second = new Visitor(port);

    var known = signUp(first, "newone1", "KNOWN@example.org");
    var unknown = signUp(second, "newone2", "unknown@example.org");

    assertThat(known.status()).isEqualTo(unknown.status());
    assertThat(known.location()).isEqualTo(unknown.location());
    assertThat(neutral(first.get("/confirm").body()))
        .isEqualTo(neutral(second.get("/confirm").body()));
    assertThat(neutral(new Visitor(port).fill("/forgot", "username", "known@example.org").body()))
        .isEqualTo(
            neutral(new Visitor(port).fill("/forgot", "username", "nobody@example.org").body()));
  }

  @Test
  void tellsAllThatIsWrongWithASignUpAtOnce() {
    var page =
        new Visitor(port)
            .fill(
                "/signup", "username", "Maria", "email", "maria@exemplo,com.br", "password", "123");

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.body())
        .contains("Use lower-case letters only")
        .contains("There is a comma after “exemplo”", "maria@exemplo.com.br")
        .contains("That is too short. Take at least 9 characters.");
  }

  @Test
  void looksAtFieldsWhileTheyAreTyped() {
    var visitor = new Visitor(port);
    assertThat(visitor.get("/signup/username?username=freename").body())
        .contains("freename", "is free", "localhost:8080/freename/…")
        .doesNotContain("<html");
    assertThat(visitor.get("/signup/username?username=admin").body()).contains("kept for the hub");
    assertThat(visitor.get("/signup/email?email=a@b@c.org").body()).contains("more than one @");
    visitor.get("/signup");
    assertThat(visitor.post("/signup/password", "password", GOOD).body()).contains("strength s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/signup", "/register", "/account/signup?utm_source=docker&utm_term=x"})
  void findsSignUpUnderDockersAddressesToo(String path) {
    assertThat(new Visitor(port).get(path).body()).contains("Create your account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table account; --",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\u0000",
        "😀😀😀😀",
        "%00%27"
      })
  void takesWhateverIsTypedAsText(String odd) {
    var visitor = new Visitor(port);
    var signUp = visitor.fill("/signup", "username", odd, "email", odd, "password", odd);
    assertThat(signUp.status()).isEqualTo(422);
    assertThat(signUp.body()).doesNotContain("<script>alert");
    assertThat(visitor.fill("/login", "username", odd, "password", odd).status()).isEqualTo(401);
    assertThat(visitor.fill("/forgot", "username", odd).status()).isEqualTo(200);
    assertThat(visitor.postWith(visitor.token(), "/reset", "token", odd).status()).isEqualTo(410);
  }

  @Test
  void takesTenThousandCharactersInNoField() {
    String endless = "a".repeat(10_000);
    var visitor = new Visitor(port);

    var signUp =
        visitor.fill("/signup", "username", endless, "email", endless, "password", endless);
    assertThat(signUp.status()).isEqualTo(422);
    assertThat(visitor.fill("/login", "username", endless, "password", endless).status())
        .isEqualTo(401);
  }

  @Test
  void signsInByNameOrAddressAndGoesBackWhereOneWantedToGo() {
    signUp(new Visitor(port), "signer", "signer@example.org");

    var visitor = new Visitor(port);
    assertThat(visitor.get("/settings/tokens").location())
        .isEqualTo("/login?next=%2Fsettings%2Ftokens");
    var answer =
        visitor.fill("/login", "username", "SIGNER", "password", GOOD, "next", "/settings/tokens");
    assertThat(answer.location()).isEqualTo("/settings/tokens");

    var byMail =
        new Visitor(port).fill("/login", "username", "Signer@example.org", "password", GOOD);
    assertThat(byMail.status()).isEqualTo(302);
    var elsewhere =
        new Visitor(port)
            .fill("/login", "username", "signer", "password", GOOD, "next", "//evil.example");
    assertThat(elsewhere.location()).isEqualTo("/");
  }

  @Test
  void leadsBackFromSignInToTheRepositoryAlsoWhereItLooksMissing() {
    var owner = confirmed("backer", "backer@example.org");
    for (String visibility : List.of("public", "private")) {
      String name = "app-" + visibility;
      owner.fill(
          "/repositories/create",
          "namespace",
          "backer",
          "name",
          name,
          "description",
          "",
          "visibility",
          visibility);
    }
    var visitor = new Visitor(port);
    var seen = visitor.get("/r/backer/app-public?tab=tags");
    assertThat(seen.status()).isEqualTo(200);
    // the bar and the star
    assertThat(seen.body())
        .containsPattern("<a href=\"/login\\?next=[^\"]*backer[^\"]*app-public")
        .containsPattern("btn-secondary\" href=\"/login\\?next=[^\"]*backer[^\"]*app-public");
    var hidden = visitor.get("/r/backer/app-private");
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.body())
        .containsPattern("btn-secondary\" href=\"/login\\?next=[^\"]*backer[^\"]*app-private")
        .contains("sign in with an account");
    assertThat(confirmed("stranger1", "stranger1@example.org").get("/r/backer/app-private").body())
        .contains("its owner can add you")
        .doesNotContain("href=\"/login");

    visitor.get("/login?next=%2Fr%2Fbacker%2Fapp-private");
    String next = "/r/backer/app-private";
    var answer = visitor.post("/login", "username", "backer", "password", GOOD, "next", next);
    assertThat(answer.location()).isEqualTo(next);
    assertThat(visitor.get(next).status()).isEqualTo(200);
  }

  @Test
  void promisesNoMailWhereNoServerSendsAny() {
    var visitor = new Visitor(port);
    assertThat(visitor.get("/forgot").body()).contains("stays in its outbox", "/admin/outbox");
    assertThat(visitor.post("/forgot", "username", "nobody@example.org").body())
        .contains("stays in its outbox", "/admin/outbox")
        .doesNotContain("on its way", "spam");
  }

  @Test
  void saysOfAWrongSignInOnlyThatBothDoNotGoTogether() {
    signUp(new Visitor(port), "wrongpw", "wrongpw@example.org");

    var wrong = new Visitor(port).fill("/login", "username", "wrongpw", "password", "nothing-like");
    var nobody =
        new Visitor(port).fill("/login", "username", "nobody12", "password", "nothing-like");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body()).contains("Wrong username or password.");
    assertThat(neutral(wrong.body()).replace("wrongpw", "nobody12"))
        .isEqualTo(neutral(nobody.body()));
  }

  @Test
  void stopsWhoGuesses() {
    signUp(new Visitor(port), "guessed", "guessed@example.org");
    var guesser = new Visitor(port);
    guesser.get("/login");
    int status = 0;
    for (int i = 0; i < 30 && status != 429; i++) {
      status = guesser.post("/login", "username", "guessed", "password", "guess " + i).status();
    }
    assertThat(status).isEqualTo(429);
    assertThat(guesser.post("/login", "username", "guessed", "password", GOOD).body())
        .contains("Too many attempts");
  }

  @Test
  void refusesFormsOfOthersAndOfBefore() {
    var victim = new Visitor(port);
    victim.get("/login");
    String before = victim.token();
    var attacker = new Visitor(port);
    attacker.get("/login");

    assertThat(victim.postWith(attacker.token(), "/login", "username", "x").status())
        .isEqualTo(403);
    assertThat(victim.postWith("", "/signup", "username", "x").status()).isEqualTo(403);

    signUp(victim, "tokened", "tokened@example.org");
    assertThat(victim.postWith(before, "/logout").status()).isEqualTo(403);
  }

  @Test
  void signsOut() {
    var visitor = new Visitor(port);
    signUp(visitor, "leaving", "leaving@example.org");
    assertThat(visitor.get("/settings").status()).isEqualTo(200);

    assertThat(visitor.post("/logout").location()).isEqualTo("/");
    assertThat(visitor.get("/settings").location()).startsWith("/login");
  }

  @Test
  void setsAForgottenPasswordAndEndsAllSessions() {
    var old = new Visitor(port);
    signUp(old, "forgetful", "forgetful@example.org");
    old.get(link("forgetful@example.org"));

    var visitor = new Visitor(port);
    assertThat(visitor.fill("/forgot", "username", "forgetful").body()).contains("Check your mail");
    String link = path(mail("forgetful@example.org", "Choose a new password"));
    assertThat(visitor.get(link).body()).contains("forgetful");
    String token = link.replaceFirst(".*token=", "");
    assertThat(visitor.post("/reset", "token", token, "password", "short").status()).isEqualTo(422);
    var set = visitor.post("/reset", "token", token, "password", "cinco-peixes-na-janela");

    assertThat(set.location()).isEqualTo("/");
    assertThat(visitor.get("/settings").status()).isEqualTo(200);
    assertThat(old.get("/settings").location()).startsWith("/login");
    assertThat(new Visitor(port).get(link).status()).isEqualTo(410);
    mail("forgetful@example.org", "Your password was changed");
    var again = new Visitor(port).fill("/login", "username", "forgetful", "password", GOOD);
    assertThat(again.status()).isEqualTo(401);
  }

  @Test
  void correctsAWrongAddressAndSendsTheLinkThere() {
    var visitor = new Visitor(port);
    signUp(visitor, "mistyped", "wrong@example.org");
    String wrongLink = link("wrong@example.org");
    visitor.get("/confirm");

    assertThat(visitor.post("/confirm/resend").status()).isEqualTo(429);
    assertThat(visitor.post("/confirm/email", "email", "a,b").status()).isEqualTo(422);
    assertThat(visitor.post("/confirm/email", "email", "right@example.org").location())
        .isEqualTo("/confirm");

    assertThat(new Visitor(port).get(wrongLink).status()).isEqualTo(410);
    assertThat(visitor.get(link("right@example.org")).location()).isEqualTo("/welcome");
  }

  @Test
  void changesTheAddressOnceTheNewOneIsConfirmed() {
    var visitor = confirmed("mover1", "old@example.org");

    visitor.get("/settings/email");
    var wrong = visitor.post("/settings/email", "email", "new@example.org", "password", "no");
    assertThat(wrong.status()).isEqualTo(422);
    visitor.post("/settings/email", "email", "new@example.org", "password", GOOD);

    assertThat(visitor.get("/settings/email").body())
        .contains("old@example.org", "new@example.org");
    assertThat(accounts.findByName("mover1").orElseThrow().email()).isEqualTo("old@example.org");
    mail("old@example.org", "Your address is about to change");
    visitor.get(link("new@example.org"));
    assertThat(accounts.findByName("mover1").orElseThrow().email()).isEqualTo("new@example.org");
  }

  @Test
  void changesThePasswordAndKeepsOnlyThisSession() {
    var here = confirmed("changer", "changer@example.org");
    var elsewhere = new Visitor(port);
    elsewhere.fill("/login", "username", "changer", "password", GOOD);

    var answer =
        here.fill("/settings/password", "current", GOOD, "password", "seis-aves-sobre-o-rio");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(here.get("/settings").status()).isEqualTo(200);
    assertThat(elsewhere.get("/settings").location()).startsWith("/login");
  }

  @Test
  void makesATokenShowsItOnceAndRevokesIt() {
    var visitor = confirmed("tokenmaker", "tokenmaker@example.org");

    var made =
        visitor.fill("/settings/tokens", "label", "<b>ci</b>", "scope", "read", "days", "30");
    assertThat(made.location()).isEqualTo("/settings/tokens/made");
    assertThat(waitingSecrets("%")).isPositive();
    assertThat(waitingSecrets("%hubp%")).isZero();
    String shown = visitor.get(made.location()).body();
    var secret = Pattern.compile("hubp_[0-9A-Za-z]{36}").matcher(shown);
    assertThat(secret.find()).isTrue();
    assertThat(shown)
        .contains("Permissions: <b>pull</b>", "Expires: <b><time datetime")
        .contains("| docker login", "-u tokenmaker --password-stdin");
    // loaded again it neither makes nor shows one
    var again = visitor.get(made.location());
    assertThat(again.location()).isEqualTo("/settings/tokens");
    assertThat(again.body()).doesNotContain("hubp_");
    var list = visitor.get("/settings/tokens").body();
    assertThat(list)
        .contains("&lt;b&gt;ci&lt;/b&gt;", "never used", "A new token is shown once")
        .containsOnlyOnce("/revoke\"")
        .doesNotContain(secret.group(), "<b>ci</b>");

    var revoke = Pattern.compile("/settings/tokens/[0-9a-f-]+/revoke").matcher(list);
    assertThat(revoke.find()).isTrue();
    assertThat(visitor.get(revoke.group()).body()).contains("refused at once");
    visitor.post(revoke.group());
    assertThat(visitor.get("/settings/tokens").body()).contains("You have no access tokens");
    assertThat(visitor.get(revoke.group()).status()).isEqualTo(404);
    assertThat(visitor.get("/settings/tokens/nonsense/revoke").status()).isEqualTo(404);
  }

  @Test
  void makesNoTokenOfAScopeOrALifeThatItDoesNotKnow() {
    var visitor = confirmed("tokenslip", "tokenslip@example.org");

    var scope = visitor.fill("/settings/tokens", "label", "ci", "scope", "reed", "days", "30");
    assertThat(scope.status()).isEqualTo(400);
    assertThat(scope.body()).contains("A token may pull, push or delete").doesNotContain("hubp_");
    var days = visitor.fill("/settings/tokens", "label", "ci", "scope", "read", "days", "31");
    assertThat(days.status()).isEqualTo(400);
    assertThat(days.body())
        .contains("A token lives for 30, 90 or 365 days")
        .doesNotContain("hubp_");
    assertThat(visitor.get("/settings/tokens").body()).contains("You have no access tokens");

    var right = visitor.fill("/settings/tokens", "label", "ci", "scope", "read", "days", "90");
    assertThat(right.location()).isEqualTo("/settings/tokens/made");
    var preset = visitor.fill("/settings/tokens", "label", "laptop");
    assertThat(preset.location()).isEqualTo("/settings/tokens/made");
    assertThat(visitor.get("/settings/tokens").body())
        .contains("<span class=\"chip\">pull</span>")
        .doesNotContain("<span class=\"chip\">pull and push</span>", "never expires")
        .contains("value=\"read\" selected", "value=\"90\" selected");
    var widest = visitor.fill("/settings/tokens", "label", "me", "scope", "admin", "days", "");
    assertThat(widest.location()).isEqualTo("/settings/tokens/made");
    assertThat(visitor.get("/settings/tokens").body())
        .contains("<span class=\"chip\">pull, push and delete</span>", "never expires");
  }

  @Test
  void makesNoTokenBeforeTheAddressIsConfirmed() {
    var visitor = new Visitor(port);
    signUp(visitor, "tooearly", "tooearly@example.org");

    assertThat(visitor.fill("/settings/tokens", "label", "ci").body())
        .contains("Confirm your e-mail first");
  }

  @Test
  void keepsProfilePushVisibilityAndAppearance() {
    var visitor = confirmed("settler", "settler@example.org");

    visitor.fill("/settings", "fullName", "<i>Maria</i> Lima");
    visitor.fill("/settings/repositories", "visibility", "private");
    visitor.fill("/settings/appearance", "theme", "dark");

    var account = accounts.findByName("settler").orElseThrow();
    assertThat(account.fullName()).isEqualTo("<i>Maria</i> Lima");
    assertThat(account.isPrivateByDefault()).isTrue();
    assertThat(account.theme()).isEqualTo("dark");
    assertThat(visitor.get("/settings").body())
        .contains("data-bs-theme=\"dark\"")
        .doesNotContain("<i>Maria</i>");
    assertThat(visitor.fill("/settings", "fullName", "x".repeat(101)).status()).isEqualTo(422);
  }

  @Test
  void makesTheFirstAdminByTheSetUpLinkOnceAndHidesTheSiteFromOthers() throws Exception {
    URI link = setup.current().orElseThrow();
    assertThat(setup.current()).contains(link);
    var file = dataDir.resolve("setup-code");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var other = confirmed("notadmin", "notadmin@example.org");
    assertThat(other.get("/admin/outbox").status()).isEqualTo(404);
    assertThat(new Visitor(port).get("/setup?code=wrong").status()).isEqualTo(410);

    var visitor = new Visitor(port);
    String path = link.getPath() + "?" + link.getQuery();
    visitor.get(path);
    String code = link.getQuery().replace("code=", "");
    var refused =
        visitor.post(
            "/setup", "code", code, "username", "Admin", "email", "x", "password", "short");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Please check these fields:")
        .contains("Use lower-case letters only", "There is no @ in it", "That is too short.");
    var made =
        visitor.post(
            "/setup",
            "code",
            code,
            "username",
            "admin",
            "email",
            "admin@hub.local",
            "password",
            GOOD);

    assertThat(made.location()).isEqualTo("/welcome");
    assertThat(visitor.get("/welcome").body())
        .contains("You run this hub", "HUB_SMTP_URL", "HUB_TLS", "HUB_SIGNUP=closed");
    assertThat(other.get("/welcome").body()).doesNotContain("You run this hub");
    assertThat(visitor.get("/admin/outbox").body()).contains("Please confirm email");
    assertThat(new Visitor(port).get(path).status()).isEqualTo(410);
    assertThat(setup.current()).isEmpty();
    assertThat(file).doesNotExist();
    String mail = mail("notadmin@example.org", "Please confirm email").id();
    assertThat(visitor.get("/admin/outbox/" + mail).body())
        .contains("<a href=\"http://localhost:8080/confirm?token=", "rel=\"noopener\"")
        .contains("href=\"/admin/storage\"", "aria-current=\"page\"");
    assertThat(visitor.get("/admin/outbox/..%2Fsetup-code").status()).isIn(400, 404);
  }

  /** So many rows of sessions hold a secret that waits for its page, and look like this. */
  private long waitingSecrets(String like) {
    return jdbc.sql(
            """
            select count(*) from spring_session_attributes
            where attribute_name = 'hub.oneLook' and encode(attribute_bytes, 'escape') like ?
            """)
        .param(like)
        .query(Long.class)
        .single();
  }

  private Visitor confirmed(String name, String email) {
    var visitor = new Visitor(port);
    signUp(visitor, name, email);
    visitor.get(link(email));
    return visitor;
  }

  private static Visitor.Page signUp(Visitor visitor, String name, String email) {
    return visitor.fill("/signup", "username", name, "email", email, "password", GOOD);
  }

  private String link(String address) {
    return path(mail(address, "Please confirm email for your Docker ID"));
  }

  private static String path(Outbox.Mail mail) {
    var link = Pattern.compile("http://localhost:8080(/\\S+)").matcher(mail.text());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private Outbox.Mail mail(String address, String subject) {
    return await()
        .until(
            () ->
                outbox.page("").mails().stream()
                    .filter(it -> it.to().equals(address) && it.subject().startsWith(subject))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Without what differs from page to page by itself. */
  private static String neutral(String body) {
    return body.replaceAll("(content|value)=\"[-_A-Za-z0-9]{60,}\"", "")
        .replaceAll("(?i)(newone[12]|(un)?known@example.org|nobody@example.org)", "")
        .replaceAll("data-wait=\"\\d+\"", "")
        .replaceAll("(?s)<svg class=\"face.*?</svg>|<span class=\"face.*?</span>", "");
  }
}
