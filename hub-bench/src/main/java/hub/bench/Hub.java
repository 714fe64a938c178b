package hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This project's own registry, run from its jar as an operator runs it. */
final class Hub implements Registry {

  /** Of the account that is made at the start, on a data directory that is thrown away. */
  private static final String NAME = "opsadmin";

  private static final String PASSWORD = "correct horse battery staple";

  private final String version;
  private final String durability;
  private final Path data;
  private final ServerProcess server;

  private Hub(String version, String durability, Path data, ServerProcess server) {
    this.version = version;
    this.durability = durability;
    this.data = data;
    this.server = server;
  }

  /**
   * @param version as the tables call it
   * @param durability {@code durable} or {@code relaxed}
   * @param javaOptions flags of the virtual machine
   */
  static Hub start(
      String version,
      Path jar,
      List<String> javaOptions,
      String durability,
      int port,
      Path directory)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    Map<String, String> environment =
        Map.of(
            "HUB_PORT",
            String.valueOf(port),
            "HUB_URL",
            "http://127.0.0.1:" + port,
            "HUB_DATA_DIR",
            data.toString(),
            "HUB_STORAGE_DURABILITY",
            durability,
            "HUB_ADMIN_USERNAME",
            NAME,
            "HUB_ADMIN_EMAIL",
            "ops@hub.local",
            "HUB_ADMIN_PASSWORD",
            PASSWORD);
    var server = ServerProcess.start(command, environment, port, "/readyz", directory);
    return new Hub(version, durability, data, server);
  }

  @Override
  public String name() {
    return version + ", " + durability;
  }

  /** Whether it asks the disk to keep each push before it acknowledges it. */
  boolean isDurable() {
    return durability.equals("durable");
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public ProcessHandle process() {
    return server.handle();
  }

  /** The embedded PostgreSQL: its process file begins with its number. */
  @Override
  public Optional<ProcessHandle> database() {
    try {
      String pid = Files.readAllLines(data.resolve("pg18/postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String namespace() {
    return NAME;
  }

  @Override
  public String owner() {
    return RegistryClient.basic(NAME, PASSWORD);
  }

  @Override
  public String authorization() throws IOException {
    return RegistryClient.token(
        port(), NAME, PASSWORD, "registry:catalog:*", "repository:" + NAME + "/bench:pull,push");
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
