package hub.repositories;

/**
 * Its description, overview or visibility has changed. Published in the transaction that does it.
 */
public record RepositoryChanged(long repositoryId, RepositoryName name) {}
