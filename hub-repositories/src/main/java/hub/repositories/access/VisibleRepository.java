package hub.repositories.access;

import hub.repositories.RepositoryRef;

/**
 * A repository that is there for a caller, and what the caller may do with it at this moment.
 *
 * @param permission what the caller may do with the credential in hand
 * @param owned what the account may do by itself, before its credential and its state cut that down
 */
public record VisibleRepository(
    RepositoryRef repository, Permission permission, Permission owned) {}
