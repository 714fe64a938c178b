package hub.db;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL server of the hub: the operator's own where one is named, else the embedded. */
public final class Database implements AutoCloseable {

  /** The oldest PostgreSQL that the schema runs on. */
  private static final int OLDEST = 15;

  private final String url;
  private final @Nullable String user;
  private final @Nullable String password;
  private final String version;
  private final @Nullable EmbeddedDatabase embedded;

  private Database(
      String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable EmbeddedDatabase embedded) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.embedded = embedded;
    this.version = version();
  }

  /**
   * Connects to the server that the settings name, or starts the embedded one.
   *
   * @throws StartRefused where it cannot be used
   */
  static Database open(HubSettings.Db settings, DataDirectory directory) {
    if (settings.url() != null) {
      return new Database(settings.url(), settings.user(), settings.password(), null);
    }
    EmbeddedDatabase embedded = EmbeddedDatabase.start(directory.path());
    try {
      return new Database(embedded.url(), embedded.user(), embedded.password(), embedded);
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  /** Whether the data is in the hub's own server, which serves one node. */
  public boolean isEmbedded() {
    return embedded != null;
  }

  /** What it is and where, in a few words for the operator; no password. */
  public String description() {
    return embedded == null
        ? "PostgreSQL %s at %s".formatted(version, place())
        : "embedded PostgreSQL %s on port %d".formatted(version, embedded.port());
  }

  String url() {
    return url;
  }

  @Nullable String user() {
    return user;
  }

  @Nullable String password() {
    return password;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private String version() {
    try (Connection connection = connect()) {
      DatabaseMetaData product = connection.getMetaData();
      if (product.getDatabaseMajorVersion() < OLDEST) {
        throw new StartRefused(
            "PostgreSQL at %s is version %s; the hub needs %d or newer, and 18 is best."
                .formatted(place(), product.getDatabaseProductVersion(), OLDEST));
      }
      // Debian writes "15.14 (Debian 15.14-0+deb12u1)".
      return product.getDatabaseProductVersion().split(" ")[0];
    } catch (SQLException e) {
      throw new StartRefused(refusal(e), e);
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("connectTimeout", "10");
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(url, properties);
  }

  private String refusal(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    if (state.startsWith("28")) {
      return "PostgreSQL at %s does not let user %s in: check HUB_DB_USER and HUB_DB_PASSWORD."
          .formatted(place(), user);
    }
    if (state.equals("3D000")) {
      return "PostgreSQL at %s has no such database: create it, or fix HUB_DB_URL."
          .formatted(place());
    }
    if (state.startsWith("08") && !state.equals("08P01")) {
      return "PostgreSQL at %s cannot be reached: start it, or fix HUB_DB_URL.".formatted(place());
    }
    return "PostgreSQL at %s cannot be used: %s".formatted(place(), e.getMessage());
  }

  /** Host, port and database, without parameters: a password may stand there. */
  private String place() {
    String address = url.replaceFirst("^jdbc:postgresql:(//)?", "");
    int parameters = address.indexOf('?');
    return parameters < 0 ? address : address.substring(0, parameters);
  }
}
