package hub.registry.access;

import hub.accounts.Caller;
import hub.repositories.access.Permissions;
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
   * Names in the order of their characters, namespace first. Walks the index of namespaces, and in
   * each that of its repositories, and stops at the limit. Where to begin is hidden from the
   * planner in a subquery: it would think each page worth a plan of its own, which costs more than
   * the page.
   *
   * @param last the name after which the page begins; empty for the first
   */
  public List<String> names(Caller caller, String last, int limit) {
    int slash = last.indexOf('/');
    String namespace = slash >= 0 ? last.substring(0, slash) : last.isEmpty() ? "" : "library";
    return jdbc.sql(
            """
            select a.name || '/' || r.name
            from account a
            cross join lateral (
              select r.name from visible_repositories(:caller, :reach) r
              where r.namespace_id = a.id
                and r.name > case when a.name = :namespace then :name else '' end
              order by r.name
              limit (select cast(:limit as integer))
            ) r
            where a.name >= (select cast(:namespace as text))
            order by a.name, r.name
            limit (select cast(:limit as integer))
            """)
        .param("namespace", namespace)
        .param("name", last.substring(slash + 1))
        .params(Permissions.parameters(caller))
        .param("limit", limit)
        .query((row, index) -> row.getString(1))
        .list();
  }
}
