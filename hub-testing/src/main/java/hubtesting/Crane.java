package hubtesting;

import hubtesting.Command.Outcome;

/** The crane command line, with credentials of its own; to {@code localhost} over plain HTTP. */
public final class Crane {

  private final Command crane =
      Command.of(Tools.require("crane")).with("DOCKER_CONFIG", Scratch.directory("crane"));

  /** Runs a crane command. */
  public Outcome run(String... words) {
    return crane.and((Object[]) words).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return crane
        .and("auth", "login", registry, "--username", name, "--password-stdin")
        .reading(secret)
        .run();
  }

  /** Pushes an image of one layer for a platform such as {@code linux/arm64}. */
  public Outcome push(Layer layer, String platform, String reference) {
    run("append", "--oci-empty-base", "--new_layer", layer.tar().toString(), "-t", reference)
        .succeeds();
    return run("mutate", reference, "--set-platform", platform, "-t", reference);
  }

  /** The digest of the manifest that a reference names. */
  public String digest(String reference) {
    return run("digest", reference).succeeds().out().strip();
  }
}
