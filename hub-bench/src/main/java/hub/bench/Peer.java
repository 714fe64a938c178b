package hub.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another registry, open to all, on files. {@code {port}}, {@code {data}} and {@code {config}}
 * stand in its command, and the first two in its configuration.
 */
final class Peer implements Registry {

  /** Distribution, versions 2 and 3, as it is set up for one machine. */
  private static final String DISTRIBUTION =
      """
      version: 0.1
      log:
        level: error
        accesslog:
          disabled: true
      storage:
        filesystem:
          rootdirectory: {data}
        cache:
          blobdescriptor: inmemory
        delete:
          enabled: true
      http:
        addr: 127.0.0.1:{port}
        secret: bench
      """;

  private final String name;
  private final Path data;
  private final ServerProcess server;

  private Peer(String name, Path data, ServerProcess server) {
    this.name = name;
    this.data = data;
    this.server = server;
  }

  /** Distribution, from a binary of any version of it. */
  static Peer distribution(Path binary, int port, Path directory) throws IOException {
    return start(
        "Distribution " + version(binary),
        List.of(binary.toString(), "serve", "{config}"),
        DISTRIBUTION,
        port,
        directory);
  }

  /** Any other one. */
  static Peer start(
      String name, List<String> command, String configuration, int port, Path directory)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Path config = directory.resolve("config");
    Files.writeString(config, fill(configuration, port, data, config));
    List<String> filled = command.stream().map(it -> fill(it, port, data, config)).toList();
    return new Peer(name, data, ServerProcess.start(filled, Map.of(), port, "/v2/", directory));
  }

  /**
   * The first binary of Distribution on the path, or where Go installs; its own name or Debian's.
   */
  static Optional<Path> findDistribution() {
    Stream<Path> path =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    Path go = Path.of(System.getProperty("user.home"), "go", "bin");
    return Stream.concat(Stream.of(go), path)
        .flatMap(it -> Stream.of(it.resolve("registry"), it.resolve("docker-registry")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String version(Path binary) throws IOException {
    Process process =
        new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.strip().replaceFirst("(?s).*\\s", "").replaceFirst("[+].*", "");
  }

  private static String fill(String text, int port, Path data, Path config) {
    return text.replace("{port}", String.valueOf(port))
        .replace("{data}", data.toString())
        .replace("{config}", config.toString());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public ProcessHandle process() {
    return server.handle();
  }

  @Override
  public Optional<ProcessHandle> database() {
    return Optional.empty();
  }

  @Override
  public String namespace() {
    return "opsadmin";
  }

  @Override
  public String owner() {
    return "";
  }

  @Override
  public String authorization() {
    return "";
  }

  @Override
  public Path data() {
    return data;
  }

  @Override
  public void close() {
    server.close();
  }
}
