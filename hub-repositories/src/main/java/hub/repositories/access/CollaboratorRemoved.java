package hub.repositories.access;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;
import hub.repositories.RepositoryName;

/** A person may no longer push to a repository. */
public record CollaboratorRemoved(
    long repositoryId, RepositoryName name, String person, Actor actor) implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("collaborator.remove", repositoryId, name.toString())
        .object(person);
  }
}
