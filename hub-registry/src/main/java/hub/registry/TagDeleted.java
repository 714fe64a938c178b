package hub.registry;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;

/**
 * A tag was deleted, and its manifest stays. Published inside the transaction that does it.
 *
 * @param digest what it pointed to
 */
public record TagDeleted(
    long repositoryId, RepositoryName repository, TagName tag, Digest digest, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("tag.delete", repositoryId, repository.toString())
        .object(tag.value())
        .changed("digest", digest.toString(), null);
  }
}
