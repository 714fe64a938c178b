package hubtesting;

import hubtesting.Command.Outcome;
import java.nio.file.Path;

/** The helm command line, with charts and credentials of its own, over plain HTTP. */
public final class Helm {

  private final Path home = Scratch.directory("helm");
  private final Command helm =
      Command.of(Tools.require("helm"))
          .with("HELM_CONFIG_HOME", home.resolve("config"))
          .with("HELM_CACHE_HOME", home.resolve("cache"))
          .with("HELM_DATA_HOME", home.resolve("data"))
          .with("DOCKER_CONFIG", home.resolve("docker"));

  public Outcome login(String registry, String name, String secret) {
    return helm.and("registry", "login", "--plain-http", registry, "--username", name)
        .and("--password-stdin")
        .reading(secret)
        .run();
  }

  /** Makes a chart as {@code helm create} does, and packs it. */
  public Path makeChart(String name, String version) {
    helm.and("create", home.resolve(name)).run().succeeds();
    helm.and("package", home.resolve(name), "--version", version, "--destination", home)
        .run()
        .succeeds();
    return home.resolve(name + "-" + version + ".tgz");
  }

  /**
   * @param namespace host and namespace, such as {@code localhost:8080/ana}
   */
  public Outcome push(Path chart, String namespace) {
    return helm.and("push", "--plain-http", chart, "oci://" + namespace).run();
  }

  /** Fetches a chart into a directory. */
  public Outcome pull(String repository, String version, Path directory) {
    return helm.and("pull", "--plain-http", "oci://" + repository, "--version", version)
        .and("--destination", directory)
        .run();
  }

  /** Prints the objects that the newest chart of a repository would install. */
  public Outcome template(String repository) {
    return helm.and("template", "--plain-http", "test", "oci://" + repository).run();
  }
}
