package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/** The buildah command line, with images and credentials of its own, over plain HTTP. */
public final class Buildah {

  private final Command buildah;

  public Buildah() {
    Path home = Scratch.directory("buildah");
    this.buildah =
        Command.of(
                Tools.require("buildah"),
                "--root",
                home.resolve("root"),
                "--runroot",
                home.resolve("run"),
                "--storage-driver",
                "vfs")
            .with("REGISTRY_AUTH_FILE", Scratch.file(home.resolve("auth.json"), "{}"));
  }

  /** Runs a buildah command. */
  public Outcome run(String... words) {
    return buildah.and((Object[]) words).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return buildah
        .and("login", "--tls-verify=false", "-u", name, "--password-stdin", registry)
        .reading(secret)
        .run();
  }

  /** Builds an image of one layer for a platform such as {@code linux/arm64}. */
  public void makeImage(Layer layer, String platform, String reference) {
    Scratch.file(layer.home().resolve("Dockerfile"), "FROM scratch\nADD layer.tar /\n");
    run("build", "--platform", platform, "--tag", reference, layer.home().toString()).succeeds();
  }

  /** Pushes a local image under its name. */
  public Outcome push(String reference, String... options) {
    return buildah
        .and("push", "--tls-verify=false")
        .and((Object[]) options)
        .and(reference, "docker://" + reference)
        .run();
  }

  public Outcome pull(String reference) {
    return run("pull", "--tls-verify=false", reference);
  }

  /** The id of a local image. */
  public String idOf(String reference) {
    return run("inspect", "--type", "image", "--format", "{{.FromImageID}}", reference)
        .succeeds()
        .out()
        .strip();
  }
}
