package hub.registry;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;

/** Why the database refused a row: by the name of what it breaks, never by a guess. */
public final class RefusedRow {

  /** What is referred to must stay, must be there; must be once. */
  private static final Set<String> OF_KEYS = Set.of("23001", "23503", "23505");

  /** How PostgreSQL names the foreign key of a column {@code repository_id} alone. */
  private static final String OF_A_REPOSITORY = "_repository_id_fkey";

  private RefusedRow() {}

  /**
   * Whether a key was broken, as happens where others delete or add at the same moment. What else
   * the database refuses, it refuses again.
   */
  public static boolean isConflict(DataIntegrityViolationException refused) {
    return refused.getMostSpecificCause() instanceof PSQLException cause
        && OF_KEYS.contains(String.valueOf(cause.getSQLState()));
  }

  /** {@link RepositoryGone}, where it was for want of the repository; else the failure itself. */
  public static RuntimeException goneOr(DataIntegrityViolationException refused) {
    String constraint = constraint(refused);
    return constraint != null && constraint.endsWith(OF_A_REPOSITORY)
        ? new RepositoryGone(refused)
        : refused;
  }

  private static @Nullable String constraint(DataIntegrityViolationException refused) {
    if (refused.getMostSpecificCause() instanceof PSQLException cause) {
      ServerErrorMessage message = cause.getServerErrorMessage();
      return message == null ? null : message.getConstraint();
    }
    return null;
  }
}
