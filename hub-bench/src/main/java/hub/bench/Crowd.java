package hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a hub of a few repositories one of a hundred thousand, and one of those repositories one of
 * a hundred thousand tags and of ten thousand referrers. Straight into its embedded database: by
 * the protocol it would take hours, and it is asking that is measured.
 */
final class Crowd {

  /** The tag after which a page is asked for: one from the middle. */
  static final String LAST_TAG = "u050000";

  /** The name after which a page of the catalog is asked for: one from the middle. */
  static final String LAST_NAME = "crowd5000/app3";

  private static final String[] STATEMENTS = {
    // Triggers and foreign keys would look at each row; what this leaves is as they would have it.
    "set session_replication_role = replica",
    """
    insert into account (name, kind, full_name)
    select 'crowd' || n, 'organization', 'One of many' from generate_series(1, 10000) n
    """,
    """
    insert into repository (namespace_id, name, visibility)
    select a.id, 'app' || n, case when n = 9 then 'private' else 'public' end
    from account a, generate_series(0, 9) n where a.name like 'crowd%'
    """,
    """
    create temporary table huge as
    select r.id, t.digest as subject
    from repository r join account a on a.id = r.namespace_id
    join tag t on t.repository_id = r.id and t.name = 'image-1000000'
    where a.name = 'opsadmin' and r.name = 'bench'
    """,
    """
    insert into manifest
      (repository_id, digest, media_type, artifact_type, size, body, subject, annotations,
       total_bytes)
    select h.id, '\\x01'::bytea || sha256(('manifest' || n)::bytea),
           'application/vnd.oci.image.manifest.v1+json', 'application/vnd.example.' || n % 2, 700,
           '{}', case when n > 100000 then h.subject end,
           case when n > 100000 then '{"org.example.made": "by the bench"}'::jsonb end, 1
    from generate_series(1, 110000) n, huge h
    """,
    """
    insert into tag (repository_id, name, digest, sort_key)
    select h.id, 'u' || lpad(n::text, 6, '0'), '\\x01'::bytea || sha256(('manifest' || n)::bytea),
           lpad(n::text, 6, '0')
    from generate_series(1, 100000) n, huge h
    """,
    // As autovacuum does in its own time.
    "vacuum (analyze)"
  };

  private Crowd() {}

  /**
   * @param data directory of a hub that runs with its embedded PostgreSQL
   * @throws IOException where the database does not take it
   */
  static void gather(Path data) throws IOException {
    String port = Files.readString(data.resolve("pg.port")).strip();
    String password = Files.readString(data.resolve("pg18.password")).strip();
    String url = "jdbc:postgresql://localhost:" + port + "/hub";
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement statement = connection.createStatement()) {
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IOException("the hub's database did not take the crowd: " + e.getMessage(), e);
    }
  }
}
