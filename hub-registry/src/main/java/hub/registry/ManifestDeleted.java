package hub.registry;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;
import java.util.List;

/**
 * A manifest was deleted, with every tag on it. Published inside the transaction that does it.
 *
 * @param tags those that went with it
 */
public record ManifestDeleted(
    long repositoryId, RepositoryName repository, Digest digest, List<TagName> tags, Actor actor)
    implements Change {

  public ManifestDeleted {
    tags = List.copyOf(tags);
  }

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("manifest.delete", repositoryId, repository.toString())
        .object(digest.toString())
        .changed("tags", tags.isEmpty() ? null : tags.stream().map(TagName::value).toList(), null);
  }
}
