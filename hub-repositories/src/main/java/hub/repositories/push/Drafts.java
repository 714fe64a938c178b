package hub.repositories.push;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.repositories.RepositoryCreated;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.Visibility;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateAllowances;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Names that a first push has begun on. A draft holds uploaded layers, and nobody sees it but those
 * who may push to it; its first manifest makes it a repository.
 */
@Component
public class Drafts {

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final PrivateAllowances allowances;
  private final ApplicationEventPublisher events;

  Drafts(
      JdbcClient jdbc,
      Accounts accounts,
      PrivateAllowances allowances,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.allowances = allowances;
    this.events = events;
  }

  /** Makes sure that there is a row of this name: a draft, where there is none. */
  @Transactional(propagation = Propagation.MANDATORY)
  void open(RepositoryName name) {
    jdbc.sql(
            """
            insert into repository (namespace_id, name, visibility, draft)
            select id, ?, 'public', true from account where name = ?
            on conflict (namespace_id, name) do nothing
            """)
        .param(name.name())
        .param(name.namespace())
        .update();
  }

  /**
   * Turns a draft into a repository, in the transaction of its first manifest: public, unless the
   * owner of the namespace wants new ones private. Nothing happens where it is one already.
   *
   * @throws PushRefused where the private limit has been reached meanwhile
   */
  @Transactional
  public void publish(Caller caller, RepositoryRef repository) {
    if (!repository.draft()) {
      return;
    }
    boolean isPrivate =
        accounts.findById(repository.namespaceId()).map(Account::isPrivateByDefault).orElse(false);
    if (isPrivate) {
      allowances.lock(repository.namespaceId());
      PrivateAllowance allowance = allowances.of(repository.namespaceId());
      if (!allowance.hasRoom() && isDraft(repository.id())) {
        throw new PushRefused(allowance.refusal());
      }
    }
    int published =
        jdbc.sql(
                """
                update repository
                set draft = false, visibility = ?, created_at = now(), updated_at = now()
                where id = ? and draft
                """)
            .param((isPrivate ? Visibility.PRIVATE : Visibility.PUBLIC).text())
            .param(repository.id())
            .update();
    if (published == 1) {
      events.publishEvent(
          new RepositoryCreated(
              repository.id(),
              repository.name(),
              isPrivate ? Visibility.PRIVATE : Visibility.PUBLIC,
              caller.actor()));
    }
  }

  /** Locks a draft until this transaction ends; false where it is none, or another is at it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean lock(long repositoryId) {
    return jdbc.sql("select true from repository where id = ? and draft for update skip locked")
        .param(repositoryId)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  /** Drops a draft that nothing hangs on any more; false where it is none. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean drop(long repositoryId) {
    return jdbc.sql("delete from repository where id = ? and draft").param(repositoryId).update()
        == 1;
  }

  private boolean isDraft(long repositoryId) {
    return jdbc.sql("select draft from repository where id = ?")
        .param(repositoryId)
        .query(Boolean.class)
        .single();
  }
}
