package hub.repositories;

import java.time.Instant;

/**
 * A repository as pages and the API show it.
 *
 * @param overview Markdown as it was written, at most 25,000 characters
 */
public record RepositoryDetail(
    long id,
    long namespaceId,
    RepositoryName name,
    Visibility visibility,
    String description,
    String overview,
    Instant createdAt,
    Instant updatedAt) {

  public boolean isPrivate() {
    return visibility == Visibility.PRIVATE;
  }
}
