package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.Chromium;
import hubtesting.DockerEngine;
import hubtesting.HubProcess;
import org.junit.jupiter.api.Test;

/** What was acknowledged is kept, also where nobody had time to say goodbye. */
class CrashTests {

  @Test
  void anAcknowledgedPushOutlivesAKillOfTheHubAndItsOwnDatabase() {
    var engine = DockerEngine.ofThisRun();
    try (var chromium = new Chromium();
        var hub = HubProcess.withEmbeddedDatabase("hub-crash").forAShortTime().start()) {
      var site = new Site(hub, engine, chromium);
      String image = engine.smallImage("crash");
      try (var ana = site.person("ana").logsIn()) {
        ana.pushes(image, "coffee:1").succeeds();
        hub.kill();
        engine.forget(image);

        hub.start();
        assertThat(ana.opens("/repositories").text()).contains("coffee");
        ana.docker().pull(ana.mine("coffee:1")).succeeds();
        assertThat(ana.docker().idOf(ana.mine("coffee:1"))).isEqualTo(image);
      }
    }
  }
}
