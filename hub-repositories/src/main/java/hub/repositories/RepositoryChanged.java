package hub.repositories;

import hub.accounts.Actor;

/**
 * Its description, overview or visibility has changed. Published in the transaction that does it.
 *
 * @param before as it was
 * @param after as it is now, of the same name
 */
public record RepositoryChanged(RepositoryDetail before, RepositoryDetail after, Actor actor) {

  public long repositoryId() {
    return after.id();
  }

  public RepositoryName name() {
    return after.name();
  }
}
