package hub.repositories;

/**
 * What the registry knows of a repository on a hot request: one indexed row.
 *
 * @param id its row
 * @param namespaceId the account that owns it
 * @param draft true where a first push has begun and no manifest came yet: nobody sees it
 */
public record RepositoryRef(
    long id, long namespaceId, RepositoryName name, Visibility visibility, boolean draft) {}
