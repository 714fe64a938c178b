package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/** The podman command line, with images and credentials of its own, over plain HTTP. */
public final class Podman {

  private final Command podman;

  public Podman() {
    Path home = Scratch.directory("podman");
    this.podman =
        Command.of(
                Tools.require("podman"),
                "--root",
                home.resolve("root"),
                "--runroot",
                home.resolve("run"),
                "--tmpdir",
                home.resolve("tmp"),
                "--storage-driver",
                "vfs",
                "--cgroup-manager",
                "cgroupfs",
                "--events-backend",
                "none")
            .with("REGISTRY_AUTH_FILE", Scratch.file(home.resolve("auth.json"), "{}"));
  }

  /** Runs a podman command. */
  public Outcome run(String... words) {
    return podman.and((Object[]) words).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return podman
        .and("login", "--tls-verify=false", "-u", name, "--password-stdin", registry)
        .reading(secret)
        .run();
  }

  /** Makes a small image of that name: a busybox root file system. */
  public void makeImage(String reference) {
    run("import", DockerEngine.busybox(), reference).succeeds();
  }

  /** Makes an image of one layer for a platform such as {@code linux/arm64}. */
  public void makeImage(Layer layer, String platform, String reference) {
    String[] words = platform.split("/");
    run("import", "--os", words[0], "--arch", words[1], layer.tar().toString(), reference)
        .succeeds();
  }

  public Outcome push(String reference, String... options) {
    return podman.and("push", "--tls-verify=false").and((Object[]) options).and(reference).run();
  }

  public Outcome pull(String reference) {
    return run("pull", "--tls-verify=false", reference);
  }

  /** The id of a local image. */
  public String idOf(String reference) {
    return run("image", "inspect", "--format", "{{.Id}}", reference).succeeds().out().strip();
  }

  public Outcome search(String term) {
    return run("search", "--tls-verify=false", "--no-trunc", term);
  }
}
