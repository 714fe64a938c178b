package hub.registry.tag;

import hub.registry.RepositoryGone;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps a repository from being deleted while something in it changes. */
@Component
public class RepositoryHold {

  private final JdbcClient jdbc;

  RepositoryHold(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps a repository until this transaction ends, or waits for the one who deletes it. Call it
   * before any row in the repository is locked: a deletion locks first the repository and then what
   * is in it, and a row of a tag's history asks for the repository last of all. In this order there
   * is no deadlock.
   *
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void take(long repositoryId) {
    jdbc.sql("select id from repository where id = ? for key share")
        .param(repositoryId)
        .query(Long.class)
        .optional()
        .orElseThrow(RepositoryGone::new);
  }
}
