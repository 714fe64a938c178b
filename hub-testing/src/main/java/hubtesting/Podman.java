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

  public Outcome push(String reference) {
    return run("push", "--tls-verify=false", reference);
  }

  public Outcome pull(String reference) {
    return run("pull", "--tls-verify=false", reference);
  }

  public Outcome search(String term) {
    return run("search", "--tls-verify=false", "--no-trunc", term);
  }
}
