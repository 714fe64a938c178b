package hub.db;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Settings of the whole site that are made and not given: a key, a code. Shared by all nodes. */
@Component
public class SiteSettings {

  private final JdbcClient jdbc;

  SiteSettings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The value that this setting has: the given one, where it had none. */
  public String findOrMake(String name, String fresh) {
    jdbc.sql(
            """
            insert into site_setting (name, value) values (?, ?) on conflict (name) do nothing
            """)
        .param(name)
        .param(fresh)
        .update();
    return jdbc.sql("select value from site_setting where name = ?")
        .param(name)
        .query(String.class)
        .single();
  }

  /** Gives a setting another value. */
  public void put(String name, String value) {
    jdbc.sql(
            """
            insert into site_setting (name, value) values (?, ?)
            on conflict (name) do update set value = excluded.value, changed_at = now()
            """)
        .param(name)
        .param(value)
        .update();
  }

  /** The value of a setting; empty where it has none. */
  public Optional<String> find(String name) {
    return jdbc.sql("select value from site_setting where name = ?")
        .param(name)
        .query((row, _) -> row.getString("value"))
        .optional();
  }

  /** Removes a setting where it has this value: of two who do so at once, one hears that it did. */
  public boolean remove(String name, String value) {
    return jdbc.sql("delete from site_setting where name = ? and value = ?")
            .param(name)
            .param(value)
            .update()
        == 1;
  }
}
