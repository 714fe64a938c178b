package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.Cosign;
import hubtesting.Crane;
import hubtesting.Helm;
import hubtesting.Layer;
import hubtesting.Notation;
import hubtesting.Oras;
import hubtesting.Regctl;
import hubtesting.Scratch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is not an image: files, charts, signatures, and what refers to something else. */
class ArtifactClientsTests {

  /** What a client prints that may not push, or not see a repository. */
  private static final String DENIED = "requested access to the resource is denied";

  private static final long GIB = 1L << 30;

  private final Site site = Site.shared();
  private final String host = site.hub().host();

  @Test
  void orasPushesFilesAttachesDiscoversCopiesAndDeletes() throws IOException {
    var oras = new Oras();
    var nobody = new Oras();
    Path files = Scratch.directory("files");
    Path menu = Files.writeString(files.resolve("menu.txt"), "espresso\n");
    Path note = Files.writeString(files.resolve("note.txt"), "no sugar\n");
    try (var ana = site.person("ana")) {
      assertThat(oras.login(host, ana.name(), Site.PASSWORD).succeeds().out())
          .contains("Login Succeeded");
      nobody.login(host, ana.name(), "not the password").failsWith("401");
      String digest =
          oras.run("push", ana.mine("menu:1"), "application/vnd.hub.menu", menu, note)
              .succeeds()
              .out();
      Path pulled = Scratch.directory("pulled");
      assertThat(nobody.run("pull", ana.mine("menu:1"), pulled).succeeds().out()).isEqualTo(digest);
      assertThat(pulled.resolve("menu.txt")).hasSameBinaryContentAs(menu);
      assertThat(pulled.resolve("note.txt")).hasSameBinaryContentAs(note);

      nobody.run("attach", ana.mine("menu:1"), "application/vnd.hub.note", note).failsWith(DENIED);
      String attached =
          oras.run("attach", ana.mine("menu:1"), "application/vnd.hub.note", note)
              .succeeds()
              .out()
              .strip();
      oras.run("attach", ana.mine("menu:1"), "application/vnd.hub.bill", menu).succeeds();
      assertThat(nobody.run("discover", ana.mine("menu:1")).succeeds().out().lines())
          .hasSize(2)
          .contains(attached + " application/vnd.hub.note");
      assertThat(
              nobody
                  .run("discover", ana.mine("menu:1"), "application/vnd.hub.note")
                  .succeeds()
                  .out()
                  .lines())
          .containsExactly(attached + " application/vnd.hub.note");
      assertThat(oras.run("tags", ana.mine("menu")).succeeds().out().lines())
          .as("the registry answers for referrers, so no client makes a tag for them")
          .containsExactly("1");

      assertThat(oras.run("copy", ana.mine("menu:1"), ana.mine("card:1")).succeeds().out())
          .contains("mounted sha256:")
          .endsWith(digest);
      assertThat(oras.run("discover", ana.mine("card:1")).succeeds().out()).isEmpty();
      oras.run("copy-graph", ana.mine("menu:1"), ana.mine("card:2")).succeeds();
      assertThat(oras.run("discover", ana.mine("card:2")).succeeds().out().lines()).hasSize(2);

      oras.run("delete", ana.mine("card") + "@" + attached).succeeds();
      assertThat(oras.run("discover", ana.mine("card:2")).succeeds().out().lines())
          .hasSize(1)
          .doesNotContain(attached + " application/vnd.hub.note");
      oras.run("delete", ana.mine("card:1")).succeeds();
      assertThat(oras.run("tags", ana.mine("card")).succeeds().out()).isEmpty();
      assertThat(nobody.run("repositories", host).succeeds().out())
          .contains(ana.name() + "/menu\n");

      ana.creates("secret", "private", "Only hers");
      oras.run("push", ana.mine("secret:1"), "application/vnd.hub.menu", menu).succeeds();
      nobody.run("pull", ana.mine("secret:1"), pulled).failsWith(DENIED);
      oras.run("pull", ana.mine("secret:1"), Scratch.directory("secret")).succeeds();
    }
  }

  @Test
  void regctlPushesArtifactsAndFindsWhatRefersToThem() {
    var regctl = new Regctl(host);
    try (var ana = site.person("ana")) {
      regctl.login(host, ana.name(), Site.PASSWORD).succeeds();
      String type = "application/vnd.hub.menu";
      regctl
          .reading("espresso", "artifact", "put", "--artifact-type", type, ana.mine("menu:1"))
          .succeeds();
      assertThat(regctl.run("artifact", "get", ana.mine("menu:1")).succeeds().out())
          .isEqualTo("espresso");
      String bill = "application/vnd.hub.bill";
      for (String about : new String[] {bill, "application/vnd.hub.note"}) {
        regctl
            .reading(
                about, "artifact", "put", "--artifact-type", about, "--subject", ana.mine("menu:1"))
            .succeeds();
      }
      assertThat(
              regctl
                  .run("artifact", "list", "--filter-artifact-type", bill, ana.mine("menu:1"))
                  .succeeds()
                  .out())
          .contains(bill)
          .doesNotContain("application/vnd.hub.note");
      assertThat(
              regctl
                  .run(
                      "artifact",
                      "get",
                      "--subject",
                      ana.mine("menu:1"),
                      "--filter-artifact-type",
                      bill)
                  .succeeds()
                  .out())
          .isEqualTo(bill);

      regctl.run("image", "copy", "--referrers", ana.mine("menu:1"), ana.mine("card:1")).succeeds();
      assertThat(regctl.run("artifact", "list", ana.mine("card:1")).succeeds().out())
          .contains(bill, "application/vnd.hub.note");
    }
  }

  @Test
  void helmPushesPullsAndRendersCharts() throws IOException {
    var helm = new Helm();
    var nobody = new Helm();
    try (var ana = site.person("ana")) {
      nobody.login(host, ana.name(), "not the password").failsWith("401");
      assertThat(helm.login(host, ana.name(), Site.PASSWORD).succeeds().text())
          .contains("Login Succeeded");
      Path chart = helm.makeChart("tea", "1.2.3+summer");
      nobody.push(chart, ana.mine("")).failsWith("401: Unauthorized");
      String pushed = helm.push(chart, ana.mine("")).succeeds().text();
      helm.push(helm.makeChart("tea", "1.3.0"), ana.mine("")).succeeds();

      Path directory = Scratch.directory("charts");
      assertThat(nobody.pull(ana.mine("tea"), "1.2.3+summer", directory).succeeds().text())
          .contains(pushed.lines().filter(line -> line.startsWith("Digest:")).toList());
      assertThat(directory.resolve("tea-1.2.3+summer.tgz")).hasSameBinaryContentAs(chart);

      assertThat(nobody.template(ana.mine("tea")).succeeds().out())
          .as("the newest version, found by the list of tags")
          .contains("helm.sh/chart: tea-1.3.0")
          .contains("kind: Deployment");

      ana.creates("secret", "private", "Only hers");
      helm.push(helm.makeChart("secret", "1.0.0"), ana.mine("")).succeeds();
      nobody.pull(ana.mine("secret"), "1.0.0", directory).failsWith("denied");
      helm.pull(ana.mine("secret"), "1.0.0", directory).succeeds();
    }
  }

  @Test
  void cosignSignsByTagByReferrerAndByBundle() {
    var cosign = new Cosign();
    var stranger = new Cosign();
    var crane = new Crane();
    var oras = new Oras();
    try (var ana = site.person("ana")) {
      crane.login(host, ana.name(), Site.PASSWORD).succeeds();
      cosign.login(host, ana.name(), Site.PASSWORD).succeeds();

      // As a tag that holds the digest of what is signed.
      String byTag = pushes(crane, ana, "tag");
      stranger.sign(byTag).failsWith(DENIED);
      cosign.sign(byTag).succeeds();
      assertThat(cosign.verify(byTag).succeeds().out()).contains(digestOf(byTag));
      assertThat(crane.run("ls", ana.mine("tag")).succeeds().out())
          .contains(digestOf(byTag).replace(':', '-') + ".sig");
      assertThat(cosign.tree(byTag).succeeds().text()).contains("Signatures for an image tag");
      stranger.verify(byTag).failsWith("invalid signature");

      // As a referrer of OCI 1.1.
      String byReferrer = pushes(crane, ana, "referrer");
      cosign.sign(byReferrer, "--registry-referrers-mode=oci-1-1").succeeds();
      assertThat(cosign.verify(byReferrer, "--experimental-oci11").succeeds().out())
          .contains(digestOf(byReferrer));
      assertThat(crane.run("ls", ana.mine("referrer")).succeeds().out()).isEqualTo("1\n");
      assertThat(oras.run("discover", byReferrer).succeeds().out().lines()).hasSize(1);
      stranger.verify(byReferrer, "--experimental-oci11").failsWith("no signatures found");

      // As a bundle, which cosign 3 makes where nothing else is asked for.
      String byBundle = pushes(crane, ana, "bundle");
      cosign.sign(byBundle, "--new-bundle-format").succeeds();
      assertThat(cosign.verify(byBundle, "--new-bundle-format").succeeds().out())
          .contains(digestOf(byBundle));
      assertThat(oras.run("discover", byBundle).succeeds().out())
          .contains("application/vnd.dev.sigstore.bundle");
      assertThat(crane.run("ls", ana.mine("bundle")).succeeds().out()).isEqualTo("1\n");

      cosign.attest("{\"beans\": \"arabica\"}", byTag).succeeds();
      cosign.verifyAttestation(byTag).succeeds();
      cosign.clean(byTag).succeeds();
      assertThat(crane.run("ls", ana.mine("tag")).succeeds().out()).isEqualTo("1\n");
      cosign.verify(byTag).failsWith("no signatures found");
    }
  }

  @Test
  void notationSignsAndVerifies() {
    var notation = new Notation();
    var stranger = new Notation();
    var crane = new Crane();
    try (var ana = site.person("ana")) {
      crane.login(host, ana.name(), Site.PASSWORD).succeeds();
      notation.login(host, ana.name(), Site.PASSWORD).succeeds();
      String image = pushes(crane, ana, "tea");
      stranger.sign(image, "cose").failsWith(DENIED);
      stranger.verify(image).failsWith("no signature is associated");

      notation.sign(image, "cose").succeeds();
      notation.sign(image, "jws").succeeds();
      assertThat(notation.list(image).succeeds().out().lines()).hasSize(2);
      assertThat(notation.verify(image).succeeds().out()).contains(digestOf(image));
      stranger.verify(image).failsWith("does not contain any trusted certificate");
      assertThat(crane.run("ls", ana.mine("tea")).succeeds().out()).isEqualTo("1\n");
    }
  }

  @Test
  void aModelOfFiveGibibytesStreamsThroughAndTakesNoMemory() throws IOException {
    var oras = new Oras();
    Path model = Scratch.directory("model").resolve("model.bin");
    try (var ana = site.person("ana")) {
      try (var file = new RandomAccessFile(model.toFile(), "rw")) {
        file.setLength(5 * GIB);
        file.seek(3 * GIB);
        file.writeBytes("weights of " + ana.name());
      }
      oras.login(host, ana.name(), Site.PASSWORD).succeeds();
      String digest =
          oras.run("push", ana.mine("model:1"), "application/vnd.hub.model", model)
              .succeeds()
              .out();

      Path pulled = Scratch.directory("pulled-model");
      assertThat(new Oras().run("pull", ana.mine("model:1"), pulled).succeeds().out())
          .as("oras compares the digest of each layer")
          .isEqualTo(digest);
      assertThat(pulled.resolve("model.bin")).hasSize(5 * GIB);
      Files.delete(pulled.resolve("model.bin"));
      assertThat(site.hub().peakMemory()).as("of a hub with -Xmx512m").isLessThan(GIB);
    } finally {
      Files.delete(model);
    }
  }

  /** Pushes an image under tag 1, and names it by its digest. */
  private static String pushes(Crane crane, Person person, String repository) {
    var layer = Layer.of(repository + " of " + person.name());
    crane.push(layer, "linux/amd64", person.mine(repository + ":1")).succeeds();
    return person.mine(repository) + "@" + crane.digest(person.mine(repository + ":1"));
  }

  private static String digestOf(String reference) {
    return reference.substring(reference.indexOf('@') + 1);
  }
}
