package hub.repositories;

/** A repository that is there for a caller, and what the caller may do with it at this moment. */
public record SeenRepository(RepositoryRef repository, Permission permission) {}
