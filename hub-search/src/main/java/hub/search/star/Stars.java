package hub.search.star;

import hub.accounts.Caller;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.Permissions;
import hub.repositories.activity.RepositoryActivity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The stars that people give to repositories. Starring twice is starring once. */
@Service
@Transactional
public class Stars {

  private final JdbcClient jdbc;
  private final Permissions permissions;
  private final RepositoryActivity activity;

  Stars(JdbcClient jdbc, Permissions permissions, RepositoryActivity activity) {
    this.activity = activity;
    this.jdbc = jdbc;
    this.permissions = permissions;
  }

  /**
   * Stars a repository for this signed-in caller, and tells the new count.
   *
   * @throws RepositoryNotFound where the caller may not see it
   * @throws hub.repositories.access.NotAllowed where nobody is signed in
   * @throws hub.repositories.access.NotConfirmed where the caller's e-mail is not confirmed
   */
  public int star(Caller caller, long repositoryId) {
    long account = check(caller, repositoryId);
    int added =
        jdbc.sql(
                """
                insert into star (account_id, repository_id) values (?, ?) on conflict do nothing
                """)
            .param(account)
            .param(repositoryId)
            .update();
    return add(repositoryId, added);
  }

  /** Takes the star back, and tells the new count. Throws what {@link #star} throws. */
  public int unstar(Caller caller, long repositoryId) {
    long account = check(caller, repositoryId);
    int removed =
        jdbc.sql("delete from star where account_id = ? and repository_id = ?")
            .param(account)
            .param(repositoryId)
            .update();
    return add(repositoryId, -removed);
  }

  /** Whether this caller has starred it; an anonymous caller never has. */
  @Transactional(readOnly = true)
  public boolean isStarred(Caller caller, long repositoryId) {
    Caller.Identity account = caller.account();
    return account != null
        && jdbc.sql("select exists (select from star where account_id = ? and repository_id = ?)")
            .param(account.id())
            .param(repositoryId)
            .query(Boolean.class)
            .single();
  }

  /** How many stars a repository has. */
  @Transactional(readOnly = true)
  public int count(long repositoryId) {
    return counts(List.of(repositoryId)).getOrDefault(repositoryId, 0);
  }

  /** How many stars each of these repositories has; those without may be missing. */
  @Transactional(readOnly = true)
  public Map<Long, Integer> counts(Collection<Long> repositoryIds) {
    return repositoryIds.isEmpty()
        ? Map.of()
        : jdbc
            .sql("select repository_id, stars from search_entry where repository_id in (:ids)")
            .param("ids", repositoryIds)
            .query((rs, number) -> Map.entry(rs.getLong("repository_id"), rs.getInt("stars")))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long check(Caller caller, long repositoryId) {
    long account = permissions.requireAuthor(caller);
    permissions
        .see(caller, repositoryId)
        .filter(it -> !it.repository().draft())
        .orElseThrow(RepositoryNotFound::new);
    return account;
  }

  private int add(long repositoryId, int change) {
    if (change != 0) {
      activity.starred(repositoryId, change);
    }
    return jdbc.sql(
            "update search_entry set stars = stars + ? where repository_id = ? returning stars")
        .param(change)
        .param(repositoryId)
        .query(Integer.class)
        .optional()
        .orElseThrow(RepositoryNotFound::new);
  }
}
