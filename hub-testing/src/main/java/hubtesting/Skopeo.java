package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/** The skopeo command line, with credentials of its own, over plain HTTP. */
public final class Skopeo {

  private final Command skopeo;

  public Skopeo() {
    Path home = Scratch.directory("skopeo");
    this.skopeo =
        Command.of(Tools.require("skopeo"), "--insecure-policy", "--tmpdir", home)
            .with("REGISTRY_AUTH_FILE", Scratch.file(home.resolve("auth.json"), "{}"));
  }

  public Outcome login(String registry, String name, String secret) {
    return skopeo
        .and("login", "--tls-verify=false", "--username", name, "--password-stdin", registry)
        .reading(secret)
        .run();
  }

  /** Copies an image from one place to another, as it is. */
  public Outcome copy(String from, String to) {
    return skopeo
        .and("copy", "--all", "--preserve-digests")
        .and("--src-tls-verify=false", "--dest-tls-verify=false", from, to)
        .run();
  }

  /** Copies an image from one place to another, with layers compressed by zstd. */
  public Outcome copyWithZstd(String from, String to) {
    return skopeo
        .and("copy", "--dest-compress-format", "zstd")
        .and("--src-tls-verify=false", "--dest-tls-verify=false", from, to)
        .run();
  }

  public Outcome inspect(String reference) {
    return skopeo.and("inspect", "--tls-verify=false", "docker://" + reference).run();
  }

  /** Prints a manifest as the registry has it. */
  public Outcome manifest(String reference) {
    return skopeo.and("inspect", "--raw", "--tls-verify=false", "docker://" + reference).run();
  }

  /** Deletes a manifest and all its tags. */
  public Outcome delete(String reference) {
    return skopeo.and("delete", "--tls-verify=false", "docker://" + reference).run();
  }

  public Outcome listTags(String reference) {
    return skopeo.and("list-tags", "--tls-verify=false", "docker://" + reference).run();
  }
}
