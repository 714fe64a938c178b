package hub.registry.access;

import hub.registry.Digest;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.Visibility;
import hub.repositories.access.Permissions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the repository to mount a blob from. Looks only at repositories that the caller may pull,
 * so that what others keep to themselves cannot be told from what nobody has. With a token, what is
 * not public must be in its scope too: it was made for a part of what its owner may read. A draft
 * that will be public counts as such where it is the caller's own.
 */
@Component
public class MountSources {

  /** How many of the repositories with that blob are looked at: a base layer may be everywhere. */
  private static final int MOST = 200;

  private final JdbcClient jdbc;
  private final Permissions permissions;

  MountSources(JdbcClient jdbc, Permissions permissions) {
    this.jdbc = jdbc;
    this.permissions = permissions;
  }

  /** The id of the repository that the client names, where it may pull there. */
  public Optional<Long> named(Visitor visitor, RepositoryName from) {
    return permissions
        .seeToRead(visitor.caller(), from)
        .filter(it -> visitor.reaches(from, "pull") || isPublicOrWillBe(it))
        .map(RepositoryRef::id);
  }

  private boolean isPublicOrWillBe(RepositoryRef repository) {
    return repository.visibility() == Visibility.PUBLIC
        && (!repository.draft()
            || jdbc.sql("select not private_by_default from account where id = ?")
                .param(repository.namespaceId())
                .query(Boolean.class)
                .single());
  }

  /** The id of a repository that has the blob, where the client names none. */
  public Optional<Long> find(Visitor visitor, Digest digest) {
    return jdbc.sql(
            """
            select r.id
            from (select repository_id from repository_blob where digest = :digest limit :most) rb
            join repository r on r.id = rb.repository_id
            join account n on n.id = r.namespace_id
            where (r.visibility = 'public' and not r.draft)
               or ((:whole or n.name || '/' || r.name = any(:reached)
                    or (r.draft and not n.private_by_default))
                   and r.id in (select repository_id
                                from granted_repositories(:caller, :reach)))
            limit 1
            """)
        .param("digest", digest.bytes())
        .param("most", MOST)
        .params(Permissions.parameters(visitor.caller()))
        .param("whole", !visitor.hasToken())
        .param("reached", visitor.reached("pull").toArray(String[]::new))
        .query(Long.class)
        .optional();
  }
}
