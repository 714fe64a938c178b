package hub.repositories;

import hub.accounts.Actor;
import hub.accounts.Change;
import hub.accounts.ChangeRecord;

/**
 * A repository has come to be: on the page, by the API, or by its first manifest. Published in the
 * transaction that does it.
 */
public record RepositoryCreated(
    long repositoryId, RepositoryName name, Visibility visibility, Actor actor) implements Change {

  @Override
  public ChangeRecord record() {
    return ChangeRecord.ofRepository("repository.create", repositoryId, name.toString())
        .made("visibility", visibility.text());
  }
}
