package hub.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the hub's own, for one node, that keeps people's data: with fsync, with a
 * password, with its own place for its programs, and with a locale that no update of the operating
 * system changes. The library that brings it was made for tests and does none of this by itself.
 *
 * <p>In the data directory: {@code pg18} is the cluster, {@code pg18.password} its password (mode
 * 600), {@code pg.port} the port it keeps over restarts, {@code pg.log} what it says, {@code
 * pg-bin} its programs, unpacked.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** Recovery after a crash may take this long, and so may the last checkpoint of a stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final String NAME = "hub";

  private final EmbeddedPostgres postgres;
  private final Path cluster;
  private final String password;

  private EmbeddedDatabase(EmbeddedPostgres postgres, Path cluster, String password) {
    this.postgres = postgres;
    this.cluster = cluster;
    this.password = password;
  }

  /**
   * Starts the server on a data directory that this process has locked.
   *
   * @throws StartRefused where the server does not start
   */
  static EmbeddedDatabase start(Path dataDirectory) {
    Path cluster = dataDirectory.resolve("pg18");
    try {
      Path programs = dataDirectory.resolve("pg-bin");
      DataDirectory.createForTheOwner(programs);
      stopOrphan(cluster);
      removeHalfMade(cluster);
      Path passwordFile = dataDirectory.resolve("pg18.password");
      String password = password(passwordFile, cluster);
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(cluster)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(programs.toFile())
              .setPort(port(dataDirectory.resolve("pg.port")))
              .setPGStartupWait(PATIENCE)
              // Spring stops it, after everything that uses it.
              .setRegisterShutdownHook(false)
              .setOutputRedirector(
                  ProcessBuilder.Redirect.appendTo(dataDirectory.resolve("pg.log").toFile()))
              // What follows goes to initdb as --name=value.
              .setLocaleConfig("locale", "C")
              .setLocaleConfig("locale-provider", "builtin")
              .setLocaleConfig("builtin-locale", "C.UTF-8")
              .setLocaleConfig("auth", "scram-sha-256")
              .setLocaleConfig("pwfile", passwordFile.toString())
              .setConnectConfig("password", password)
              // The library passes -F (no fsync) first; these come later and win.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "60")
              .setServerConfig("unix_socket_directories", "''")
              // No personal data in pg.log: neither statements nor the values of a broken rule.
              .setServerConfig("log_min_messages", "log")
              .setServerConfig("log_checkpoints", "off")
              .setServerConfig("log_error_verbosity", "terse")
              .start();
      var database = new EmbeddedDatabase(postgres, cluster, password);
      database.createHub();
      return database;
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartRefused(
          "The embedded PostgreSQL did not start on %s: %s"
              .formatted(cluster, lastWords(dataDirectory.resolve("pg.log"), e)),
          e);
    }
  }

  String url() {
    return url(NAME);
  }

  String user() {
    return NAME;
  }

  String password() {
    return password;
  }

  int port() {
    return postgres.getPort();
  }

  /** Stops the server and returns once it has written everything and is gone. */
  @Override
  public void close() {
    Optional<ProcessHandle> server = postmaster(cluster);
    try {
      postgres.close();
      if (server.isPresent()) {
        await(server.get());
      }
    } catch (IOException e) {
      log.warn("The embedded PostgreSQL did not stop cleanly; it recovers at the next start.", e);
    }
  }

  /** A role and a database of the hub's own, so that it does not work as the superuser. */
  private void createHub() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url("postgres"), "postgres", password)) {
      if (isMissing(connection, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
        execute(connection, "create role " + NAME + " login password '" + password + "'");
      }
      if (isMissing(connection, "select 1 from pg_database where datname = '" + NAME + "'")) {
        execute(connection, "create database " + NAME + " owner " + NAME);
      }
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), database);
  }

  private static boolean isMissing(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return !rows.next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * After a {@code kill -9} of the hub its server lives on. The lock says that no hub runs on this
   * directory, so the server is an orphan: it is stopped, and the hub begins with a fresh one. A
   * process file whose number now belongs to something else (usual after the restart of a
   * container) would keep the server from starting, so it is removed.
   */
  private static void stopOrphan(Path cluster) throws IOException {
    Path processFile = cluster.resolve("postmaster.pid");
    if (Files.notExists(processFile)) {
      return;
    }
    Optional<ProcessHandle> orphan = postmaster(cluster);
    if (orphan.isEmpty()) {
      Files.delete(processFile);
      return;
    }
    // SIGINT asks PostgreSQL for a fast stop; Java itself can only send SIGTERM, a patient one.
    new ProcessBuilder("/bin/sh", "-c", "kill -INT " + orphan.get().pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    await(orphan.get());
  }

  /** The running server of this cluster, and of no other: numbers of processes are used again. */
  private static Optional<ProcessHandle> postmaster(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .filter(
              it ->
                  it.info()
                      .commandLine()
                      .filter(line -> line.contains("/postgres -D " + cluster + " "))
                      .isPresent());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static void await(ProcessHandle server) throws IOException {
    try {
      server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL stops", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("PostgreSQL (process " + server.pid() + ") does not stop", e);
    }
  }

  /**
   * A start that was cut off while it made the cluster leaves a part of one. The file that the
   * server writes on its first start is missing then, and nothing is lost by beginning anew.
   */
  private static void removeHalfMade(Path cluster) throws IOException {
    if (Files.notExists(cluster) || Files.exists(cluster.resolve("postmaster.opts"))) {
      return;
    }
    try (Stream<Path> files = Files.walk(cluster)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String password(Path file, Path cluster) throws IOException {
    if (Files.exists(cluster)) {
      if (Files.notExists(file)) {
        throw new StartRefused(
            "The password of the embedded PostgreSQL is missing: restore the file %s."
                .formatted(file));
      }
      return Files.readString(file).strip();
    }
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String password = HexFormat.of().formatHex(secret);
    Files.writeString(file, password + "\n");
    return password;
  }

  /** The port of the last time if it is free, so that what an operator wrote down stays true. */
  private static int port(Path file) throws IOException {
    if (Files.exists(file)) {
      try {
        return freePort(Integer.parseInt(Files.readString(file).strip()));
      } catch (IOException | NumberFormatException e) {
        log.debug("The last port cannot be had again.", e);
      }
    }
    int port = freePort(0);
    Files.writeString(file, port + "\n", StandardCharsets.UTF_8);
    return port;
  }

  private static int freePort(int wanted) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    }
  }

  /** The last thing the server said, or else what the library said. */
  private static String lastWords(Path log, Exception failure) {
    @Nullable String last = null;
    try {
      for (String line : Files.readAllLines(log)) {
        if (line.contains("FATAL:") || line.contains("PANIC:")) {
          last = line.substring(line.indexOf(':', line.indexOf("FATAL:")) + 1).strip();
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return (last == null ? failure.getMessage() : last) + " (see " + log + ").";
  }
}
