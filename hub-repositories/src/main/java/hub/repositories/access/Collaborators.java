package hub.repositories.access;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.repositories.PlainText;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** People who may push to another's repository. Only its owner says who. */
@Service
@Transactional
public class Collaborators {

  private final JdbcClient jdbc;
  private final Permissions permissions;
  private final Accounts accounts;
  private final ApplicationEventPublisher events;

  Collaborators(
      JdbcClient jdbc,
      Permissions permissions,
      Accounts accounts,
      ApplicationEventPublisher events) {
    this.events = events;
    this.jdbc = jdbc;
    this.permissions = permissions;
    this.accounts = accounts;
  }

  /** Their names, in alphabetical order. */
  @Transactional(readOnly = true)
  public List<String> list(Caller caller, RepositoryName name) {
    RepositoryRef repository = permissions.require(caller, name, Permission.ADMIN);
    return jdbc.sql(
            """
            select a.name from collaborator c join account a on a.id = c.account_id
            where c.repository_id = ? order by a.name
            """)
        .param(repository.id())
        .query((rs, number) -> rs.getString(1))
        .list();
  }

  /**
   * Lets a person push. Nothing happens where they may already.
   *
   * @throws CollaboratorUnknown where no person has that name
   */
  public void add(Caller caller, RepositoryName name, String person) {
    RepositoryRef repository = permissions.require(caller, name, Permission.ADMIN);
    Account account =
        accounts
            .findByName(PlainText.line("name", person, Integer.MAX_VALUE))
            .filter(it -> !it.isOrganization())
            .orElseThrow(() -> new CollaboratorUnknown(person));
    if (account.id() == repository.namespaceId()) {
      return;
    }
    int added =
        jdbc.sql(
                """
            insert into collaborator (repository_id, account_id) values (?, ?)
            on conflict do nothing
            """)
            .param(repository.id())
            .param(account.id())
            .update();
    if (added == 1) {
      events.publishEvent(
          new CollaboratorAdded(repository.id(), name, account.name(), caller.actor()));
    }
  }

  /** Takes that away again. Nothing happens where there is nothing to take. */
  public void remove(Caller caller, RepositoryName name, String person) {
    RepositoryRef repository = permissions.require(caller, name, Permission.ADMIN);
    int removed =
        jdbc.sql(
                """
            delete from collaborator
            where repository_id = ? and account_id = (select id from account where name = ?)
            """)
            .param(repository.id())
            .param(PlainText.line("name", person, Integer.MAX_VALUE))
            .update();
    if (removed == 1) {
      events.publishEvent(
          new CollaboratorRemoved(repository.id(), name, person.strip(), caller.actor()));
    }
  }
}
