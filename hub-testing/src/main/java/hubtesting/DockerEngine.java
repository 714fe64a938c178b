package hubtesting;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A real Docker Engine. {@code .ci/run} starts a private one and names it in {@code
 * HUB_TEST_DOCKER_HOST}; without that, one is started here where {@code dockerd} is installed and
 * we are root.
 *
 * <p>Its containers have no network, so it touches neither bridges nor packet filters of the
 * machine. Plain HTTP to {@code localhost} needs no setting.
 */
public final class DockerEngine {

  private static final String LAYERED = "hub-test/layered";

  private static @Nullable DockerEngine running;

  private final Path docker;
  private final String address;
  private final Path workshop;
  private @Nullable String layeredImage;

  private DockerEngine(Path docker, String address) {
    this.docker = docker;
    this.address = address;
    this.workshop = Scratch.directory("docker");
  }

  /** The engine of this test run. */
  public static synchronized DockerEngine ofThisRun() {
    if (running == null) {
      Path docker = Tools.require("docker");
      String given = System.getenv("HUB_TEST_DOCKER_HOST");
      running = new DockerEngine(docker, given != null ? given : start(docker));
    }
    return running;
  }

  /** A client that shares the engine but not the credentials: each person has one. */
  public DockerClient client() {
    return new DockerClient(
        Command.of(docker)
            .with("DOCKER_HOST", address)
            .with("DOCKER_BUILDKIT", "0")
            .with("DOCKER_CONFIG", Scratch.directory("docker-config")));
  }

  /**
   * An image like people make them: a busybox root file system and four layers on it, one of them
   * over 100 MB of bytes that do not compress. Made once a run, and again after it was forgotten.
   *
   * @return its id
   */
  public synchronized String layeredImage() {
    if (layeredImage == null || client().run("image", "inspect", layeredImage).exit() != 0) {
      Path context = workshop.resolve("layered");
      write(context.resolve("greeting"), "Hello from a layer\n".getBytes());
      write(context.resolve("menu"), "espresso\ncappuccino\n".getBytes());
      byte[] noise = new byte[101 * 1024 * 1024];
      new Random().nextBytes(noise);
      write(context.resolve("noise"), noise);
      layeredImage =
          build(
              LAYERED,
              context,
              """
              FROM %s
              LABEL org.opencontainers.image.title="coffee"
              COPY greeting /srv/greeting
              COPY noise /srv/noise
              COPY menu /srv/menu
              ENV GREETING=hello
              EXPOSE 8080
              CMD ["/bin/cat", "/srv/greeting"]
              """
                  .formatted(rootFileSystem()));
    }
    return layeredImage;
  }

  /**
   * An image of a few kilobytes over the same root file system.
   *
   * @param content what its own layer holds; another content is another image
   * @return its id
   */
  public String smallImage(String content) {
    String name = "small-" + Integer.toHexString(content.hashCode());
    Path context = workshop.resolve(name);
    write(context.resolve("content"), content.getBytes());
    return build(
        "hub-test/" + name,
        context,
        """
        FROM %s
        COPY content /srv/content
        CMD ["/bin/cat", "/srv/content"]
        """
            .formatted(rootFileSystem()));
  }

  /** Takes an image away under all its names, so that the next pull has to fetch it. */
  public void forget(String id) {
    client().run("image", "rm", "--force", id).succeeds();
  }

  private String build(String name, Path context, String dockerfile) {
    write(context.resolve("Dockerfile"), dockerfile.getBytes());
    DockerClient client = client();
    client.run("build", "--network", "none", "--tag", name, context.toString()).succeeds();
    return client.run("image", "inspect", "--format", "{{.Id}}", name).succeeds().out().strip();
  }

  private synchronized String rootFileSystem() {
    String name = "hub-test/busybox";
    DockerClient client = client();
    if (client.run("image", "inspect", name).exit() != 0) {
      client.run("import", busybox(), name).succeeds();
    }
    return name;
  }

  /** A tar file of a root file system: Debian's static busybox and a few of its names. */
  static String busybox() {
    try {
      Path root = Scratch.directory("busybox");
      Path bin = Files.createDirectories(root.resolve("bin"));
      Files.copy(Tools.require("busybox").toRealPath(), bin.resolve("busybox"));
      for (String name : new String[] {"sh", "cat", "ls", "echo"}) {
        Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
      }
      Files.createDirectories(root.resolve("srv"));
      Path tar = Scratch.directory("tar").resolve("busybox.tar");
      Command.of("tar", "-C", root, "-cf", tar, ".").run().succeeds();
      return tar.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String start(Path docker) {
    Path dockerd = Tools.require("dockerd");
    if (!"root".equals(System.getProperty("user.name"))) {
      throw Tools.missing(
          "A Docker Engine can be started by root only, and HUB_TEST_DOCKER_HOST names none");
    }
    Path home = Scratch.directory("dockerd");
    String address = "unix://" + home.resolve("docker.sock");
    try {
      Process daemon =
          new ProcessBuilder(
                  dockerd.toString(),
                  "--data-root=" + home.resolve("data"),
                  "--exec-root=" + home.resolve("exec"),
                  "--pidfile=" + home.resolve("pid"),
                  "--host=" + address,
                  "--bridge=none",
                  "--iptables=false")
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      Scratch.endWithThisRun(daemon);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("the Docker Engine, which logs to " + home.resolve("log"))
        .atMost(Duration.ofSeconds(60))
        .until(() -> Command.of(docker, "--host", address, "version").run().exit() == 0);
    return address;
  }
}
