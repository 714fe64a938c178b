package hubtesting;

import hubtesting.Command.Outcome;

/** The docker command line of one person: credentials of their own. */
public final class DockerClient {

  private final Command docker;

  DockerClient(Command docker) {
    this.docker = docker;
  }

  /** Runs a docker command. */
  public Outcome run(String... words) {
    return docker.and((Object[]) words).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return docker
        .and("login", "--username", name, "--password-stdin", registry)
        .reading(secret)
        .run();
  }

  /** Makes an image of one layer for a platform such as {@code linux/arm64}, and tells its id. */
  public String makeImage(Layer layer, String platform) {
    return run("import", "--platform", platform, layer.tar().toString()).succeeds().out().strip();
  }

  /** Gives an image another name and pushes it under that. */
  public Outcome push(String image, String reference) {
    run("tag", image, reference).succeeds();
    return run("push", reference);
  }

  public Outcome pull(String reference) {
    return run("pull", reference);
  }

  public Outcome search(String term) {
    return run("search", "--no-trunc", term);
  }

  /** The id of a local image. */
  public String idOf(String reference) {
    return run("image", "inspect", "--format", "{{.Id}}", reference).succeeds().out().strip();
  }
}
