package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/**
 * What the notation command line does, done by its library: {@code hub-notation}, which {@code
 * .ci/run} builds of {@code src/main/go}. Has a key and credentials of its own, trusts only itself,
 * and speaks plain HTTP.
 */
public final class Notation {

  private final Path home = Scratch.directory("notation");
  private final Command notation =
      Command.of(Tools.require("hub-notation")).with("DOCKER_CONFIG", home);

  public Notation() {
    notation.and("certificate", home).run().succeeds();
  }

  public Outcome login(String registry, String name, String secret) {
    return Command.of(Tools.require("hub-oras"), "login", registry, name)
        .with("DOCKER_CONFIG", home)
        .reading(secret)
        .run();
  }

  /**
   * Signs what a reference with a digest names.
   *
   * @param envelope {@code cose} or {@code jws}
   */
  public Outcome sign(String reference, String envelope) {
    return notation.and("sign", home, reference, envelope).run();
  }

  /** Prints the digest of each signature. */
  public Outcome list(String reference) {
    return notation.and("list", home, reference).run();
  }

  public Outcome verify(String reference) {
    return notation.and("verify", home, reference).run();
  }
}
