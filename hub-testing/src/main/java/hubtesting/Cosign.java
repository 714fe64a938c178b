package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/**
 * The cosign command line with a key pair and credentials of its own, over plain HTTP. It asks
 * nobody but the registry: signatures go to no transparency log, and its trusted root is empty.
 */
public final class Cosign {

  private static final String PASSWORD = "a password of no secret";

  private final Path home = Scratch.directory("cosign");
  private final Path root = home.resolve("root.json");
  private final Command cosign =
      Command.of(Tools.require("cosign"))
          .with("DOCKER_CONFIG", home)
          .with("COSIGN_PASSWORD", PASSWORD)
          .with("COSIGN_EXPERIMENTAL", "1")
          .with("TUF_ROOT", home.resolve("tuf"));

  public Cosign() {
    cosign.and("generate-key-pair", "--output-key-prefix", home.resolve("test")).run().succeeds();
    cosign.and("trusted-root", "create", "--out", root).run().succeeds();
  }

  public Outcome login(String registry, String name, String secret) {
    return cosign.and("login", registry, "-u", name, "--password-stdin").reading(secret).run();
  }

  /** Signs what a reference with a digest names. */
  public Outcome sign(String reference, String... options) {
    return cosign
        .and("sign", "--yes", "--key", home.resolve("test.key"), "--tlog-upload=false")
        .and("--allow-http-registry")
        .and((Object[]) options)
        .and(reference)
        .run();
  }

  /** Signs a statement about what a reference with a digest names. */
  public Outcome attest(String predicate, String reference) {
    return cosign
        .and("attest", "--yes", "--key", home.resolve("test.key"), "--tlog-upload=false")
        .and("--allow-http-registry", "--type", "custom", "--predicate")
        .and(Scratch.file(home.resolve("predicate.json"), predicate), reference)
        .run();
  }

  public Outcome verify(String reference, String... options) {
    return verifying("verify", reference, options);
  }

  public Outcome verifyAttestation(String reference) {
    return verifying("verify-attestation", reference, "--type", "custom");
  }

  /** Prints what belongs to an image. */
  public Outcome tree(String reference) {
    return cosign.and("tree", "--allow-http-registry", reference).run();
  }

  /** Deletes an image's signatures and attestations. */
  public Outcome clean(String reference) {
    return cosign
        .and("clean", "--type", "all", "--force", "--allow-http-registry", reference)
        .run();
  }

  private Outcome verifying(String verb, String reference, String... options) {
    return cosign
        .and(verb, "--key", home.resolve("test.pub"), "--insecure-ignore-tlog")
        .and("--trusted-root", root, "--allow-http-registry")
        .and((Object[]) options)
        .and(reference)
        .run();
  }
}
