package hub.repositories;

import hub.accounts.Actor;

/**
 * A repository has come to be: on the page, by the API, or by its first manifest. Published in the
 * transaction that does it.
 */
public record RepositoryCreated(
    long repositoryId, RepositoryName name, Visibility visibility, Actor actor) {}
