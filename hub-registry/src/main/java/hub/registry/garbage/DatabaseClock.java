package hub.registry.garbage;

import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock that the rows go by, whichever node asks. */
final class DatabaseClock {

  private DatabaseClock() {}

  static OffsetDateTime now(JdbcClient jdbc) {
    return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
  }
}
