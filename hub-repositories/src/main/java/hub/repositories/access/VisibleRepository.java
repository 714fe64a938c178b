package hub.repositories.access;

import hub.repositories.RepositoryRef;

/** A repository that is there for a caller, and what the caller may do with it at this moment. */
public record VisibleRepository(RepositoryRef repository, Permission permission) {}
