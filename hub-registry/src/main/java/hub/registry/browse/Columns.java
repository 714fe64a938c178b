package hub.registry.browse;

import hub.registry.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads and writes what these tables hold. */
final class Columns {

  private Columns() {}

  /** A time, or null. */
  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A time that is there. */
  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** For {@code any(?)}. */
  static byte[][] bytes(Collection<Digest> digests) {
    return digests.stream().map(Digest::bytes).toArray(byte[][]::new);
  }
}
