package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.Chromium;
import hubtesting.WebhookReceiver;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The line from a newcomer's sign-up to an image that others run, with Docker and Chromium. */
class MainLineTests {

  private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

  @Test
  void aNewcomerPushesAnImageAndOthersFindItStarItAndPullIt() {
    try (var site = Site.open("hub-main-line");
        var receiver = new WebhookReceiver();
        var ana = site.stranger("ana");
        var bia = site.stranger("bia")) {
      var engine = site.engine();
      String image = engine.layeredImage();

      ana.signsUp();
      assertThat(ana.newestMail().subject()).isEqualTo("Please confirm email for your Docker ID");
      assertThat(ana.newestMail().html()).contains("Confirm Your Email");

      // Before confirming she may look, and is told what to do.
      ana.logsIn();
      ana.pushes(engine.smallImage("too early"), "coffee")
          .failsWith("denied: ")
          .failsWith("confirm your e-mail");

      ana.confirms();
      assertThat(ana.text()).contains("docker login " + site.hub().host());
      ana.creates("coffee", "public", "How to make good coffee");
      assertThat(ana.page().url()).endsWith("/r/" + ana.name() + "/coffee");
      assertThat(ana.text()).contains("How to make good coffee");

      addsWebhook(ana, "coffee", receiver.url());

      // The first push sends every layer, the second none, the third has them mounted.
      var pushed = ana.pushes(image, "coffee:1.0").succeeds().out();
      assertThat(pushed).contains("Pushed").doesNotContain("Layer already exists");
      String digest = digestIn(pushed);
      assertThat(ana.pushes(image, "coffee:latest").succeeds().out())
          .contains("Layer already exists")
          .contains(digest);
      assertThat(ana.pushes(image, "espresso:1.0").succeeds().out())
          .contains("Mounted from " + ana.name() + "/coffee")
          .contains(digest);

      assertPayload(receiver, ana);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(ana.opens("/r/" + ana.name() + "/coffee/webhooks").text())
                      .contains("Kitchen", "200"));
      ana.page().click("main a:has-text('Kitchen')");
      assertThat(ana.text()).contains("1.0", "latest", "200");

      bia.signsUp().confirms().logsIn();
      bia.opens("/r/" + ana.name() + "/coffee").presses("/star");
      assertThat(bia.page().locator("form[action$='/unstar']").first().innerText()).contains("1");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(bia.docker().search(bia.reference("coffee")).succeeds().out())
                      .contains("NAME", "DESCRIPTION", "STARS", "OFFICIAL")
                      .containsPattern(ana.name() + "/coffee +How to make good coffee +1\\b"));
      assertThat(bia.docker().search(bia.reference(ana.name())).succeeds().out())
          .contains(ana.name() + "/coffee")
          .contains(ana.name() + "/espresso");
      assertThat(bia.opens("/search?q=coffee").text())
          .contains(ana.name() + "/coffee")
          .contains("How to make good coffee");
      assertThat(bia.opens("/explore").text()).contains(ana.name() + "/coffee");

      // By tag as another account, by digest as nobody.
      engine.forget(image);
      assertThat(bia.docker().pull(ana.mine("coffee:1.0")).succeeds().out())
          .contains("Digest: " + digest)
          .contains("Downloaded newer image");
      assertThat(bia.docker().idOf(ana.mine("coffee:1.0"))).isEqualTo(image);
      engine.forget(image);
      var nobody = engine.client();
      nobody.pull(ana.mine("coffee") + "@" + digest).succeeds();
      assertThat(nobody.idOf(ana.mine("coffee") + "@" + digest)).isEqualTo(image);

      // An engine that knows a manifest by its digest does not fetch it again: that is no pull.
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(bia.opens("/r/" + ana.name() + "/coffee").text())
                      .containsPattern("[12]\\s+pull"));
      assertThat(bia.opens("/r/" + ana.name() + "/coffee/tags").text())
          .contains("1.0", "latest", digest.substring("sha256:".length()).substring(0, 8))
          .contains("amd64")
          .contains(ana.name());
      Chromium.picture(bia.page(), "main-line-tags");

      ana.creates("ledger", "private", "What it all cost");
      String ledger = engine.smallImage("ledger of " + ana.name());
      ana.pushes(ledger, "ledger:1").succeeds();
      engine.forget(ledger);
      for (var other : new hubtesting.DockerClient[] {bia.docker(), nobody}) {
        other
            .pull(ana.mine("ledger:1"))
            .failsWith("repository does not exist or may require 'docker login'");
      }
      assertThat(bia.opens("/r/" + ana.name() + "/ledger").text())
          .contains("nothing here that you may see");
      ana.docker().pull(ana.mine("ledger:1")).succeeds();

      site.hub().stop();
      site.hub().start();
      assertThat(ana.opens("/repositories").text()).contains("coffee", "espresso", "ledger");
      engine.forget(image);
      nobody.pull(ana.mine("coffee:1.0")).succeeds();
      assertThat(nobody.idOf(ana.mine("coffee:1.0"))).isEqualTo(image);
    }
  }

  private static void addsWebhook(Person person, String repository, String url) {
    person.opens("/r/" + person.name() + "/" + repository + "/webhooks");
    person.page().fill("main [name=name]", "Kitchen");
    person.page().fill("main [name=url]", url);
    person.submits("url");
    assertThat(person.text()).contains("Kitchen");
  }

  private static void assertPayload(WebhookReceiver receiver, Person pusher) {
    var received =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(receiver::received, it -> it.size() == 2)
            .getFirst();
    JsonNode payload = JsonMapper.shared().readTree(received.body());
    assertThat(received.method()).isEqualTo("POST");
    assertThat(payload.at("/push_data/tag").asString()).isEqualTo("1.0");
    assertThat(payload.at("/push_data/pusher").asString()).isEqualTo(pusher.name());
    assertThat(payload.at("/push_data/pushed_at").isIntegralNumber()).isTrue();
    assertThat(payload.at("/repository/repo_name").asString()).isEqualTo(pusher.name() + "/coffee");
    assertThat(payload.at("/repository/namespace").asString()).isEqualTo(pusher.name());
    assertThat(payload.at("/repository/is_private").asBoolean()).isFalse();
    assertThat(payload.at("/repository/status").asString()).isEqualTo("Active");
    assertThat(payload.at("/callback_url").asString()).startsWith("http");
  }

  private static String digestIn(String output) {
    var matcher = DIGEST.matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }
}
