package hub.registry.access;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.repositories.RepositoryName;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds a repository to mount a blob from, where a client names none. Looks only at repositories
 * that the caller may pull, so that what others keep to themselves can not be told from what nobody
 * has.
 */
@Component
public class MountSources {

  /** How many of the repositories with that blob are looked at: a base layer may be everywhere. */
  private static final int MOST = 200;

  private final JdbcClient jdbc;

  MountSources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The id of a repository that has the blob and that the caller may pull. */
  public Optional<Long> find(Caller caller, Digest digest) {
    boolean admin = caller.account() != null && caller.account().siteAdmin();
    return jdbc.sql(
            """
            select r.id
            from (select repository_id from repository_blob where digest = :digest limit :most) rb
            join repository r on r.id = rb.repository_id
            where (r.visibility = 'public' and not r.draft)
               or r.namespace_id = :caller
               or (:admin and r.namespace_id = (select id from account where name = :library))
               or exists (select from collaborator c
                          where c.repository_id = r.id and c.account_id = :caller)
            limit 1
            """)
        .param("digest", digest.bytes())
        .param("most", MOST)
        .param("caller", caller.accountId() == null ? -1L : caller.accountId())
        .param("admin", admin)
        .param("library", RepositoryName.LIBRARY)
        .query(Long.class)
        .optional();
  }
}
