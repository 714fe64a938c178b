package hub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTests {

  @TempDir private Path data;

  @Test
  void keepsDataSafelyAndBehindAPasswordOverRestarts() throws Exception {
    int port;
    try (var database = EmbeddedDatabase.start(data)) {
      port = database.port();
      assertThat(ask(database, "show fsync")).isEqualTo("on");
      assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
      assertThat(ask(database, "show data_checksums")).isEqualTo("on");
      assertThat(
              ask(
                  database,
                  "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'hub'"))
          .isEqualTo("b C.UTF-8");
      assertThat(ask(database, "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DriverManager.getConnection(database.url(), "postgres", "postgres"))
          .matches(it -> "28P01".equals(it.getSQLState()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwordFile())))
          .isEqualTo("rw-------");
      run(database, "create table kept as select 42 as answer");
    }

    pretendThatTheServersProcessNumberIsNowAnotherProgram();
    try (var database = EmbeddedDatabase.start(data)) {
      assertThat(ask(database, "select answer from kept")).isEqualTo("42");
      assertThat(database.port()).isEqualTo(port);
    }
    assertThat(data.resolve("pg18/postmaster.pid")).doesNotExist();
  }

  @Test
  void beginsAnewWhereTheFirstStartWasCutOff() throws Exception {
    Files.createDirectories(data.resolve("pg18/base"));
    Files.writeString(data.resolve("pg18/PG_VERSION"), "18\n");
    Files.writeString(passwordFile(), "of the start that was cut off");

    try (var database = EmbeddedDatabase.start(data)) {
      assertThat(ask(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesToStartWithoutThePasswordOfItsData() throws Exception {
    Files.createDirectories(data.resolve("pg18"));
    Files.writeString(data.resolve("pg18/postmaster.opts"), "postgres");

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> EmbeddedDatabase.start(data))
        .withMessageContaining("restore the file " + passwordFile());
  }

  private Path passwordFile() {
    return data.resolve("pg18.password");
  }

  private void pretendThatTheServersProcessNumberIsNowAnotherProgram() throws IOException {
    Files.writeString(
        data.resolve("pg18/postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n");
  }

  private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void run(EmbeddedDatabase database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
