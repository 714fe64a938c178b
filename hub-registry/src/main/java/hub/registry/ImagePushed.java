package hub.registry;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * A manifest was pushed. Published once a push, inside its transaction, so a task that a listener
 * enqueues is never lost and never runs before the push is committed.
 *
 * @param namespaceId the account that owns the repository
 * @param tags those that were moved to it; none for a push by digest
 */
public record ImagePushed(
    long repositoryId,
    long namespaceId,
    RepositoryName repository,
    List<TagName> tags,
    Digest digest,
    String mediaType,
    Actor actor,
    Instant at)
    implements Change {

  public ImagePushed {
    tags = List.copyOf(tags);
  }

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("image.push", repositoryId, repository.toString())
        .object(digest.toString())
        .made("tags", tags.isEmpty() ? null : tags.stream().map(TagName::value).toList())
        .made("media_type", mediaType);
  }
}
