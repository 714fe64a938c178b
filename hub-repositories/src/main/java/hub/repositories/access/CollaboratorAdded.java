package hub.repositories.access;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;

/** A person may push to a repository from now on. */
public record CollaboratorAdded(long repositoryId, RepositoryName name, String person, Actor actor)
    implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("collaborator.add", repositoryId, name.toString())
        .object(person);
  }
}
