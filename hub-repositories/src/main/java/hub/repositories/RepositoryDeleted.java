package hub.repositories;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;

/**
 * A repository is about to go: its rows still stand, and listeners remove what hangs on them.
 * Published in the transaction that does it.
 */
public record RepositoryDeleted(long repositoryId, RepositoryName name, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("repository.delete", repositoryId, name.toString());
  }
}
