package hub.repositories.listing;

import hub.repositories.RepositoryName;
import hub.repositories.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a list.
 *
 * @param lastPushedAt null where nothing was pushed yet
 */
public record RepositorySummary(
    long id,
    RepositoryName name,
    Visibility visibility,
    String description,
    Instant createdAt,
    Instant updatedAt,
    long pulls,
    @Nullable Instant lastPushedAt) {

  public boolean isPrivate() {
    return visibility == Visibility.PRIVATE;
  }
}
