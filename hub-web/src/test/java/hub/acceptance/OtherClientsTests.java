package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.Podman;
import hubtesting.Skopeo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that are not Docker's. */
class OtherClientsTests {

  private final Site site = Site.shared();

  @Test
  void podmanLogsInPushesSearchesAndPulls() {
    var podman = new Podman();
    try (var ana = site.person("ana")) {
      assertThat(podman.login(site.hub().host(), ana.name(), Site.PASSWORD).succeeds().text())
          .contains("Login Succeeded");
      podman.makeImage(ana.mine("tea:1"));
      podman.push(ana.mine("tea:1")).succeeds();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(podman.search(ana.mine("tea")).succeeds().out())
                      .contains(ana.mine("tea")));

      var another = new Podman();
      another.pull(ana.mine("tea:1")).succeeds();
      assertThat(another.run("images", "--format", "{{.Repository}}").out())
          .contains(ana.mine("tea"));
      another
          .login(site.hub().host(), ana.name(), "not the password")
          .failsWith("invalid username/password");
    }
  }

  @Test
  void skopeoCopiesInspectsAndListsTags() {
    var skopeo = new Skopeo();
    var podman = new Podman();
    try (var ana = site.person("ana")) {
      podman.login(site.hub().host(), ana.name(), Site.PASSWORD).succeeds();
      podman.makeImage(ana.mine("tea:1"));
      podman.push(ana.mine("tea:1")).succeeds();

      skopeo.login(site.hub().host(), ana.name(), Site.PASSWORD).succeeds();
      skopeo.copy("docker://" + ana.mine("tea:1"), "docker://" + ana.mine("mate:2")).succeeds();

      assertThat(skopeo.inspect(ana.mine("mate:2")).succeeds().out())
          .contains("\"Architecture\": \"amd64\"")
          .contains(digestOf(skopeo, ana.mine("tea:1")));
      assertThat(skopeo.listTags(ana.mine("mate")).succeeds().out()).contains("\"2\"");
    }
  }

  private static String digestOf(Skopeo skopeo, String reference) {
    String json = skopeo.inspect(reference).succeeds().out();
    return json.replaceAll("(?s).*\"Digest\": \"([^\"]+)\".*", "$1");
  }
}
