package hub.registry.access;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The names of all repositories that a caller may see. */
@Component
public class Catalog {

  private final JdbcClient jdbc;

  Catalog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Names in the order of their characters, namespace first.
   *
   * @param last the name after which the page begins; empty for the first
   */
  public List<String> names(Caller caller, String last, int limit) {
    int slash = last.indexOf('/');
    String namespace = slash >= 0 ? last.substring(0, slash) : last.isEmpty() ? "" : "library";
    boolean admin = caller.account() != null && caller.account().siteAdmin();
    return jdbc.sql(
            """
            select a.name || '/' || r.name
            from account a join repository r on r.namespace_id = a.id
            where (a.name, r.name) > (:namespace, :name)
              and not r.draft
              and (r.visibility = 'public'
                   or a.id = :caller
                   or (:admin and a.name = :library)
                   or exists (select from collaborator c
                              where c.repository_id = r.id and c.account_id = :caller))
            order by a.name, r.name
            limit :limit
            """)
        .param("namespace", namespace)
        .param("name", last.substring(slash + 1))
        .param("caller", caller.accountId() == null ? -1L : caller.accountId())
        .param("admin", admin)
        .param("library", RepositoryName.LIBRARY)
        .param("limit", limit)
        .query((row, index) -> row.getString(1))
        .list();
  }
}
