package hubtesting;

import hubtesting.Command.Outcome;

/**
 * What the oras command line does, done by its library: {@code hub-oras}, which {@code .ci/run}
 * builds of {@code src/main/go}. Has credentials of its own, and speaks plain HTTP.
 */
public final class Oras {

  private final Command oras =
      Command.of(Tools.require("hub-oras")).with("DOCKER_CONFIG", Scratch.directory("oras"));

  /** Runs a command, such as {@code push REFERENCE ARTIFACT-TYPE FILE...}. */
  public Outcome run(Object... words) {
    return oras.and(words).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return oras.and("login", registry, name).reading(secret).run();
  }
}
