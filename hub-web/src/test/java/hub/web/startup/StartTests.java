package hub.web.startup;

import static org.assertj.core.api.Assertions.assertThat;

import hubtesting.HubJvm;
import hubtesting.HubProcess;
import hubtesting.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The hub as a process: how it starts, refuses to, survives and ends. */
class StartTests {

  private static final String REFUSED = "The hub does not start. ";

  @Test
  void saysInOneSentenceThatASettingIsBad() throws Exception {
    assertThat(failedStart(Map.of("HUB_PORT", "eighty")))
        .isEqualTo(REFUSED + "HUB_PORT must be a port from 1 to 65535, and is \"eighty\".");
  }

  @Test
  void saysInOneSentenceThatTheDataDirectoryCannotBeWritten() throws Exception {
    Path file = Files.createFile(Scratch.directory("no-directory").resolve("file"));

    assertThat(failedStart(Map.of("HUB_DATA_DIR", file + "/data")))
        .startsWith(REFUSED + "The data directory " + file + "/data cannot be written: ")
        .hasLineCount(1);
  }

  @Test
  void saysInOneSentenceThatTheDatabaseCannotBeReached() throws Exception {
    int port = HubProcess.freePort();

    assertThat(
            failedStart(
                Map.of(
                    "HUB_DATA_DIR",
                    Scratch.directory("no-database").toString(),
                    "HUB_DB_URL",
                    "jdbc:postgresql://localhost:" + port + "/hub",
                    "HUB_DB_USER",
                    "hub",
                    "HUB_DB_PASSWORD",
                    "secret")))
        .isEqualTo(
            REFUSED
                + "PostgreSQL at localhost:%d/hub cannot be reached: start it, or fix HUB_DB_URL."
                    .formatted(port));
  }

  @Test
  void keepsItsDataThroughAKillAndLeavesNothingRunningWhenItStops() throws Exception {
    try (var hub = HubProcess.withEmbeddedDatabase("start").forAShortTime().start()) {
      assertThat(hub.log())
          .contains("The hub serves at  " + hub.url())
          .startsWith("The hub is starting.\n")
          .contains("embedded PostgreSQL 18.", "for one node");
      sql(hub, "insert into site_setting (name, value) values ('kept', 'yes')");

      aSecondStartIsRefused(hub);
      aPortInUseIsRefused(hub);
      aWrongPasswordIsRefused(hub);
      healthIsForAllAndMetricsAreForThisMachine(hub);

      long orphan = postgres(hub);
      hub.kill();
      assertThat(ProcessHandle.of(orphan)).as("PostgreSQL outlives kill -9").isPresent();

      hub.start();
      assertThat(ProcessHandle.of(orphan)).isEmpty();
      assertThat(sql(hub, "update site_setting set value = 'still' where name = 'kept'")).isOne();

      long last = postgres(hub);
      assertThat(hub.stop()).isZero();
      assertThat(hub.log()).contains("The hub is stopping.").endsWith("The hub has stopped.\n");
      assertThat(ProcessHandle.of(last)).isEmpty();
    }
  }

  @Test
  void tellsOfItselfWithoutStarting() throws Exception {
    Path data = Scratch.directory("told").resolve("hub-data");
    var environment = Map.of("HUB_DATA_DIR", data.toString());

    Ended help = run(environment, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.said()).startsWith("Usage: java -jar hub.jar").contains("HUB_PORT (8080)\n");

    Ended version = run(environment, "--version");
    assertThat(version.code()).isZero();
    assertThat(version.said()).startsWith("hub ").hasLineCount(1);

    Ended typo = run(environment, "--port=9000");
    assertThat(typo.code()).isOne();
    assertThat(typo.said()).contains("It knows no argument \"--port=9000\"").hasLineCount(1);

    assertThat(data).doesNotExist();
  }

  private static void aSecondStartIsRefused(HubProcess hub) throws Exception {
    assertThat(
            failedStart(
                Map.of(
                    "HUB_DATA_DIR", hub.dataDir().toString(),
                    "HUB_PORT", String.valueOf(HubProcess.freePort()))))
        .isEqualTo(
            REFUSED
                + "Another hub is running on the data directory %s: stop it, or set HUB_DATA_DIR to a directory of its own."
                    .formatted(hub.dataDir()));
  }

  private static void aPortInUseIsRefused(HubProcess hub) throws Exception {
    String port = String.valueOf(URI.create(hub.url()).getPort());

    assertThat(
            failedStart(
                Map.of("HUB_DATA_DIR", Scratch.directory("no-port").toString(), "HUB_PORT", port)))
        .isEqualTo(
            REFUSED
                + "Port %s is in use: stop what listens on it, or set HUB_PORT to another."
                    .formatted(port));
  }

  private static void aWrongPasswordIsRefused(HubProcess hub) throws Exception {
    String database = database(hub);

    assertThat(
            failedStart(
                Map.of(
                    "HUB_DATA_DIR",
                    Scratch.directory("no-password").toString(),
                    "HUB_DB_URL",
                    database,
                    "HUB_DB_USER",
                    "hub",
                    "HUB_DB_PASSWORD",
                    "wrong")))
        .isEqualTo(
            REFUSED
                + "PostgreSQL at %s does not let user hub in: check HUB_DB_USER and HUB_DB_PASSWORD."
                    .formatted(database.substring("jdbc:postgresql://".length())));
  }

  private static void healthIsForAllAndMetricsAreForThisMachine(HubProcess hub) throws Exception {
    assertThat(get(hub, "/livez").statusCode()).isEqualTo(200);
    assertThat(get(hub, "/readyz").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(hub, "/metrics").body())
        .contains("jvm_memory_used_bytes")
        .contains("hub_lane_due_tasks{lane=\"mail\"}", "hub_lane_delay_seconds{lane=\"store\"}")
        .contains("dbscheduler_task_completions_total");
    assertThat(get(hub, "/metrics", "X-Forwarded-For", "203.0.113.9").statusCode()).isEqualTo(404);
    assertThat(get(hub, "/health").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(HubProcess hub, String path, String... headers)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(hub.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static int sql(HubProcess hub, String statement) throws IOException, SQLException {
    String password = Files.readString(hub.dataDir().resolve("pg18.password")).strip();
    try (var connection = DriverManager.getConnection(database(hub), "hub", password)) {
      return connection.createStatement().executeUpdate(statement);
    }
  }

  private static String database(HubProcess hub) throws IOException {
    String port = Files.readString(hub.dataDir().resolve("pg.port")).strip();
    return "jdbc:postgresql://localhost:" + port + "/hub";
  }

  private static long postgres(HubProcess hub) throws IOException {
    List<String> lines = Files.readAllLines(hub.dataDir().resolve("pg18/postmaster.pid"));
    return Long.parseLong(lines.getFirst().strip());
  }

  /** Starts a hub that should refuse to, and returns what it prints after its first line. */
  private static String failedStart(Map<String, String> environment) throws Exception {
    Ended ended = run(environment);
    assertThat(ended.code()).isOne();
    assertThat(ended.said()).startsWith("The hub is starting.\n");
    return ended.said().substring(ended.said().indexOf('\n') + 1);
  }

  /** How a process ended, and what it said. */
  private record Ended(int code, String said) {}

  private static Ended run(Map<String, String> environment, String... arguments) throws Exception {
    Path directory = Scratch.directory("failed-start");
    Path out = directory.resolve("out");
    var command = new ArrayList<>(HubJvm.command());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "hub.Launcher"));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    var variables = new HashMap<>(builder.environment());
    variables.keySet().removeIf(name -> name.startsWith("HUB_"));
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Ended(process.exitValue(), Files.readString(out).strip());
    } finally {
      process.destroyForcibly();
    }
  }
}
