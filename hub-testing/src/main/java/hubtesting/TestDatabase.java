package hubtesting;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * One real PostgreSQL a test run, and a fresh database whenever one is asked for: a copy of a
 * template that was migrated once, so it costs some 50 ms.
 */
public final class TestDatabase {

  private static final String TEMPLATE = "hub_template";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  /** JDBC URL of a new, migrated database that nobody else uses. User and password are postgres. */
  public static String fresh() {
    String name = "test_" + COUNT.incrementAndGet();
    execute("create database " + name + " template " + TEMPLATE);
    return Server.url(name);
  }

  /** JDBC URL of a new database with nothing in it, for tests of the migrations themselves. */
  public static String empty() {
    String name = "empty_" + COUNT.incrementAndGet();
    execute("create database " + name);
    return Server.url(name);
  }

  private static synchronized void execute(String sql) {
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Started when the first test asks; ends with the JVM. */
  private static final class Server {

    static final EmbeddedPostgres POSTGRES = start();

    static String url(String database) {
      return POSTGRES.getJdbcUrl("postgres", database);
    }

    private static EmbeddedPostgres start() {
      try {
        // Durability is for people's data; here the process ends with the run.
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "300")
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        Flyway.configure()
            .dataSource(postgres.getJdbcUrl("postgres", TEMPLATE), "postgres", "postgres")
            .load()
            .migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
