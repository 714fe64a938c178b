package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/** The regctl command line, with credentials of its own, over plain HTTP. */
public final class Regctl {

  private final Command regctl;

  /**
   * @param registry the registry it talks to
   */
  public Regctl(String registry) {
    Path config = Scratch.directory("regctl").resolve("config.json");
    this.regctl = Command.of(Tools.require("regctl")).with("REGCTL_CONFIG", config);
    run("registry", "set", "--tls", "disabled", registry).succeeds();
  }

  /** Runs a regctl command. */
  public Outcome run(String... words) {
    return regctl.and((Object[]) words).run();
  }

  /** Runs a regctl command that reads this text. */
  public Outcome reading(String text, String... words) {
    return regctl.and((Object[]) words).reading(text).run();
  }

  public Outcome login(String registry, String name, String secret) {
    return reading(secret, "registry", "login", "--user", name, "--pass-stdin", registry);
  }

  /**
   * From now on, blobs go to that registry in pieces of this many bytes, however small they are.
   */
  public void uploadsInPieces(String registry, int bytes) {
    var size = String.valueOf(bytes);
    run("registry", "set", "--blob-chunk", size, "--blob-max", size, registry).succeeds();
  }

  /** The digest of the manifest that a reference names. */
  public String digest(String reference) {
    return run("image", "digest", reference).succeeds().out().strip();
  }
}
