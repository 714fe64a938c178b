package hubtesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestDatabaseTests {

  @Test
  void givesEachCallerAMigratedDatabaseOfItsOwn() throws SQLException {
    String first = TestDatabase.fresh();
    String second = TestDatabase.fresh();

    assertThat(first).isNotEqualTo(second);
    try (var connection = DriverManager.getConnection(first, "postgres", "postgres");
        var rows =
            connection
                .createStatement()
                .executeQuery("select name from account where kind = 'organization'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("library");
    }
  }
}
