package hub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hubtesting.Buildah;
import hubtesting.Containerd;
import hubtesting.Crane;
import hubtesting.Layer;
import hubtesting.Podman;
import hubtesting.Regctl;
import hubtesting.Scratch;
import hubtesting.Skopeo;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Every client that moves images does all that it can: log in, push, pull as someone and as nobody,
 * copy, list, delete, several platforms, zstd.
 */
class ImageClientsTests {

  /** What a client prints that may not see a repository, or that there is none. */
  private static final String DENIED = "requested access to the resource is denied";

  private final Site site = Site.shared();
  private final String host = site.hub().host();

  @Test
  void dockerPushesImagesOfTwoPlatformsAndAnIndexOfThem() {
    var engine = site.engine();
    try (var ana = site.person("ana").logsIn()) {
      var docker = ana.docker();
      String arm = docker.makeImage(Layer.of("docker on arm for " + ana.name()), "linux/arm64");
      String amd = docker.makeImage(Layer.of("docker on amd for " + ana.name()), "linux/amd64");
      ana.pushes(arm, "tea:arm").succeeds();
      ana.pushes(amd, "tea:amd").succeeds();

      docker
          .run(
              "manifest",
              "create",
              "--insecure",
              ana.mine("tea:1"),
              ana.mine("tea:arm"),
              ana.mine("tea:amd"))
          .succeeds();
      // An engine of version 20.10 calls every image that it imports one for its own processor.
      docker
          .run(
              "manifest",
              "annotate",
              "--os",
              "linux",
              "--arch",
              "arm64",
              ana.mine("tea:1"),
              ana.mine("tea:arm"))
          .succeeds();
      docker.run("manifest", "push", "--insecure", ana.mine("tea:1")).succeeds();

      engine.forget(arm);
      engine.forget(amd);
      var nobody = engine.client();
      nobody.run("pull", "--platform", "linux/arm64", ana.mine("tea:1")).succeeds();
      assertThat(nobody.idOf(ana.mine("tea:1"))).isEqualTo(arm);
      nobody.run("pull", "--platform", "linux/amd64", ana.mine("tea:1")).succeeds();
      assertThat(nobody.idOf(ana.mine("tea:1"))).isEqualTo(amd);
    }
  }

  @Test
  void containerdPullsAndPushesByItsOwnResolver() {
    var containerd = Containerd.ofThisRun();
    var crane = new Crane();
    try (var ana = site.person("ana")) {
      String login = ana.name() + ":" + Site.PASSWORD;
      String digest = pushesIndex(crane, ana, "tea");
      containerd.pull(ana.mine("tea:1")).succeeds();
      assertThat(containerd.run("images", "ls", "name==" + ana.mine("tea:1")).out())
          .contains(digest)
          .contains("linux/amd64,linux/arm64");

      containerd.push(ana.mine("tea:1"), ana.mine("mate:1")).failsWith("authorization failed");
      containerd.push(ana.mine("tea:1"), ana.mine("mate:1"), login).succeeds();
      assertThat(crane.digest(ana.mine("mate:1"))).isEqualTo(digest);

      ana.creates("secret", "private", "Only hers");
      containerd.push(ana.mine("tea:1"), ana.mine("secret:1"), login).succeeds();
      containerd.run("images", "rm", ana.mine("secret:1")).succeeds();
      containerd.pull(ana.mine("secret:1")).failsWith("authorization failed");
      containerd.pull(ana.mine("secret:1"), login).succeeds();
    }
  }

  @Test
  void podmanLogsInPushesSearchesAndPulls() {
    var podman = new Podman();
    var another = new Podman();
    try (var ana = site.person("ana")) {
      assertThat(podman.login(host, ana.name(), Site.PASSWORD).succeeds().text())
          .contains("Login Succeeded");
      another.login(host, ana.name(), "not the password").failsWith("invalid username/password");
      podman.makeImage(Layer.of("podman for " + ana.name()), "linux/amd64", ana.mine("tea:1"));
      podman.push(ana.mine("tea:1")).succeeds();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(podman.search(ana.mine("tea")).succeeds().out())
                      .contains(ana.mine("tea")));
      another.pull(ana.mine("tea:1")).succeeds();
      assertThat(another.idOf(ana.mine("tea:1"))).isEqualTo(podman.idOf(ana.mine("tea:1")));

      ana.creates("secret", "private", "Only hers");
      podman.run("tag", ana.mine("tea:1"), ana.mine("secret:1")).succeeds();
      podman.push(ana.mine("secret:1")).succeeds();
      podman.run("image", "rm", "--force", ana.mine("secret:1")).succeeds();
      another.pull(ana.mine("secret:1")).failsWith(DENIED);
      podman.pull(ana.mine("secret:1")).succeeds();
    }
  }

  @Test
  void podmanPushesLayersOfZstdAndOthersReadThem() {
    var podman = new Podman();
    try (var ana = site.person("ana")) {
      podman.login(host, ana.name(), Site.PASSWORD).succeeds();
      podman.makeImage(Layer.of("podman zstd " + ana.name()), "linux/amd64", ana.mine("tea:1"));
      podman.push(ana.mine("tea:1"), "--compression-format", "zstd").succeeds();
      assertThat(new Skopeo().manifest(ana.mine("tea:1")).succeeds().out())
          .contains("application/vnd.oci.image.layer.v1.tar+zstd");

      var another = new Podman();
      another.pull(ana.mine("tea:1")).succeeds();
      assertThat(another.idOf(ana.mine("tea:1"))).isEqualTo(podman.idOf(ana.mine("tea:1")));
      Containerd.ofThisRun().pull(ana.mine("tea:1")).succeeds();
      assertThat(new Crane().run("export", ana.mine("tea:1"), "-").succeeds().out())
          .contains("podman zstd " + ana.name());
    }
  }

  @Test
  void buildahBuildsForTwoPlatformsAndPushesThemAsOneIndex() {
    var buildah = new Buildah();
    var another = new Buildah();
    try (var ana = site.person("ana")) {
      buildah.login(host, ana.name(), Site.PASSWORD).succeeds();
      buildah.makeImage(Layer.of("buildah arm " + ana.name()), "linux/arm64", ana.mine("tea:arm"));
      buildah.makeImage(Layer.of("buildah amd " + ana.name()), "linux/amd64", ana.mine("tea:amd"));
      buildah.push(ana.mine("tea:amd"), "--compression-format", "zstd").succeeds();
      assertThat(new Skopeo().manifest(ana.mine("tea:amd")).succeeds().out()).contains("tar+zstd");

      buildah.run("manifest", "create", "both").succeeds();
      buildah.run("manifest", "add", "both", ana.mine("tea:arm")).succeeds();
      buildah.run("manifest", "add", "both", ana.mine("tea:amd")).succeeds();
      buildah
          .run(
              "manifest",
              "push",
              "--all",
              "--tls-verify=false",
              "both",
              "docker://" + ana.mine("tea:1"))
          .succeeds();
      assertThat(new Skopeo().manifest(ana.mine("tea:1")).succeeds().out())
          .contains("application/vnd.oci.image.index.v1+json")
          .contains("arm64", "amd64");

      another.run("pull", "--tls-verify=false", "--arch", "arm64", ana.mine("tea:1")).succeeds();
      assertThat(another.idOf(ana.mine("tea:1"))).isEqualTo(buildah.idOf(ana.mine("tea:arm")));

      ana.creates("secret", "private", "Only hers");
      buildah.run("tag", ana.mine("tea:amd"), ana.mine("secret:1")).succeeds();
      buildah.push(ana.mine("secret:1")).succeeds();
      another.pull(ana.mine("secret:1")).failsWith(DENIED);
      another.login(host, ana.name(), Site.PASSWORD).succeeds();
      another.pull(ana.mine("secret:1")).succeeds();
    }
  }

  @Test
  void skopeoCopiesInspectsListsAndDeletes() {
    var skopeo = new Skopeo();
    var crane = new Crane();
    try (var ana = site.person("ana")) {
      // An index that names artifact types, as crane's do, is one that skopeo 1.9 cannot keep.
      var buildah = new Buildah();
      buildah.login(host, ana.name(), Site.PASSWORD).succeeds();
      buildah.run("manifest", "create", "skopeo").succeeds();
      for (String platform : new String[] {"linux/arm64", "linux/amd64"}) {
        buildah.makeImage(Layer.of(platform + " for " + ana.name()), platform, "localhost/image");
        buildah.run("manifest", "add", "skopeo", "localhost/image").succeeds();
      }
      buildah
          .run(
              "manifest",
              "push",
              "--all",
              "--tls-verify=false",
              "skopeo",
              "docker://" + ana.mine("tea:1"))
          .succeeds();
      String digest = crane.digest(ana.mine("tea:1"));
      skopeo.login(host, ana.name(), Site.PASSWORD).succeeds();
      skopeo.copy("docker://" + ana.mine("tea:1"), "docker://" + ana.mine("mate:2")).succeeds();
      assertThat(skopeo.inspect(ana.mine("mate:2")).succeeds().out())
          .contains("\"Architecture\": \"amd64\"");
      assertThat(crane.digest(ana.mine("mate:2"))).isEqualTo(digest);

      // Through a directory and back, every byte is the same.
      Path directory = Scratch.directory("skopeo-oci");
      skopeo.copy("docker://" + ana.mine("tea:1"), "oci:" + directory + ":1").succeeds();
      skopeo.copy("oci:" + directory + ":1", "docker://" + ana.mine("mate:3")).succeeds();
      assertThat(crane.digest(ana.mine("mate:3"))).isEqualTo(digest);

      assertThat(skopeo.listTags(ana.mine("mate")).succeeds().out()).contains("\"2\"", "\"3\"");
      skopeo.delete(ana.mine("mate:2")).succeeds();
      assertThat(skopeo.listTags(ana.mine("mate")).succeeds().out())
          .as("both tags named one manifest")
          .doesNotContain("\"2\"", "\"3\"");
      skopeo.inspect(ana.mine("mate:2")).failsWith("manifest unknown");
    }
  }

  @Test
  void skopeoCompressesByZstd() {
    var skopeo = new Skopeo();
    var podman = new Podman();
    try (var ana = site.person("ana")) {
      Path directory = Scratch.directory("skopeo-dir");
      podman.makeImage(Layer.of("skopeo zstd " + ana.name()), "linux/amd64", ana.mine("tea:1"));
      podman.run("push", ana.mine("tea:1"), "dir:" + directory).succeeds();
      skopeo.login(host, ana.name(), Site.PASSWORD).succeeds();
      skopeo.copyWithZstd("dir:" + directory, "docker://" + ana.mine("tea:1")).succeeds();
      assertThat(skopeo.manifest(ana.mine("tea:1")).succeeds().out()).contains("tar+zstd");
      var another = new Podman();
      another.pull(ana.mine("tea:1")).succeeds();
      assertThat(another.idOf(ana.mine("tea:1"))).isEqualTo(podman.idOf(ana.mine("tea:1")));
    }
  }

  @Test
  void craneDoesAllThatItCan() {
    var crane = new Crane();
    var nobody = new Crane();
    try (var ana = site.person("ana")) {
      String digest = pushesIndex(crane, ana, "tea");
      nobody.run("validate", "--remote", ana.mine("tea:1")).succeeds();
      for (String platform : new String[] {"linux/arm64", "linux/amd64"}) {
        assertThat(
                nobody
                    .run("export", "--platform", platform, ana.mine("tea:1"), "-")
                    .succeeds()
                    .out())
            .contains(platform + " tea of " + ana.name());
      }

      assertThat(crane.run("copy", ana.mine("tea:1"), ana.mine("mate:1")).succeeds().text())
          .contains("mounted blob");
      assertThat(crane.digest(ana.mine("mate:1"))).isEqualTo(digest);
      crane.run("tag", ana.mine("mate:1"), "2").succeeds();
      assertThat(crane.run("ls", ana.mine("mate")).succeeds().out().lines())
          .containsExactly("1", "2");
      assertThat(crane.run("catalog", host).succeeds().out())
          .contains(ana.name() + "/tea\n", ana.name() + "/mate\n");
      crane.run("delete", ana.mine("mate") + "@" + digest).succeeds();
      assertThat(crane.run("ls", ana.mine("mate")).succeeds().out()).isEmpty();
      crane.run("manifest", ana.mine("mate:1")).failsWith("MANIFEST_UNKNOWN");
      assertThat(crane.digest(ana.mine("tea:1"))).isEqualTo(digest);

      ana.creates("secret", "private", "Only hers");
      crane.run("copy", ana.mine("tea:1"), ana.mine("secret:1")).succeeds();
      nobody.run("pull", ana.mine("secret:1"), "/dev/null").failsWith(DENIED);
      assertThat(nobody.run("catalog", host).text()).doesNotContain(ana.name() + "/secret");
      crane.run("validate", "--remote", ana.mine("secret:1")).succeeds();
    }
  }

  @Test
  void regctlDoesAllThatItCan() {
    var regctl = new Regctl(host);
    var nobody = new Regctl(host);
    var crane = new Crane();
    try (var ana = site.person("ana")) {
      String digest = pushesIndex(crane, ana, "tea");
      regctl.login(host, ana.name(), Site.PASSWORD).succeeds();
      regctl.run("image", "copy", ana.mine("tea:1"), ana.mine("mate:1")).succeeds();
      assertThat(regctl.digest(ana.mine("mate:1"))).isEqualTo(digest);

      String directory = "ocidir://" + Scratch.directory("regctl-oci") + ":1";
      nobody.run("image", "copy", ana.mine("tea:1"), directory).succeeds();
      assertThat(nobody.digest(directory)).isEqualTo(digest);
      nobody.run("image", "copy", directory, ana.mine("mate:2")).failsWith("unauthorized");
      regctl.run("image", "copy", directory, ana.mine("mate:2")).succeeds();
      assertThat(regctl.digest(ana.mine("mate:2"))).isEqualTo(digest);

      regctl
          .run(
              "index",
              "create",
              ana.mine("mate:arm"),
              "--ref",
              ana.mine("tea:1"),
              "--platform",
              "linux/arm64")
          .succeeds();
      assertThat(regctl.run("manifest", "get", ana.mine("mate:arm")).succeeds().out())
          .contains("linux/arm64")
          .doesNotContain("linux/amd64");

      regctl.run("tag", "delete", ana.mine("mate:1")).succeeds();
      assertThat(regctl.run("tag", "ls", ana.mine("mate")).succeeds().out().lines())
          .as("to delete a tag leaves the manifest and its other tags")
          .containsExactly("2", "arm");
      regctl.run("manifest", "delete", ana.mine("mate") + "@" + digest).succeeds();
      assertThat(regctl.run("tag", "ls", ana.mine("mate")).succeeds().out().lines())
          .containsExactly("arm");
      assertThat(regctl.run("repo", "ls", host).succeeds().out().lines())
          .contains(ana.name() + "/tea", ana.name() + "/mate");

      ana.creates("secret", "private", "Only hers");
      regctl.run("image", "copy", ana.mine("tea:1"), ana.mine("secret:1")).succeeds();
      nobody.run("manifest", "get", ana.mine("secret:1")).failsWith("unauthorized");
      assertThat(regctl.digest(ana.mine("secret:1"))).isEqualTo(digest);
    }
  }

  /**
   * Pushes an index of two platforms under tag 1, and tells its digest. Each layer says its
   * platform, the repository, and whose it is.
   */
  private String pushesIndex(Crane crane, Person person, String repository) {
    crane.login(host, person.name(), Site.PASSWORD).succeeds();
    String reference = person.mine(repository + ":1");
    for (String platform : new String[] {"linux/arm64", "linux/amd64"}) {
      var layer = Layer.of(platform + " " + repository + " of " + person.name());
      crane
          .push(layer, platform, person.mine(repository) + platform.replace("linux/", ":"))
          .succeeds();
    }
    crane
        .run(
            "index",
            "append",
            "-m",
            person.mine(repository + ":arm64"),
            "-m",
            person.mine(repository + ":amd64"),
            "-t",
            reference)
        .succeeds();
    return crane.digest(reference);
  }
}
