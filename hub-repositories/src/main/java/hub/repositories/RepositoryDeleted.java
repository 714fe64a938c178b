package hub.repositories;

import hub.accounts.Actor;

/**
 * A repository is about to go: its rows still stand, and listeners remove what hangs on them.
 * Published in the transaction that does it.
 */
public record RepositoryDeleted(long repositoryId, RepositoryName name, Actor actor) {}
