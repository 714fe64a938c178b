package hub.repositories.life;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.repositories.RepositoryChanged;
import hub.repositories.RepositoryCreated;
import hub.repositories.RepositoryDeleted;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.RepositoryRef;
import hub.repositories.TextTooLong;
import hub.repositories.Visibility;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.NotConfirmed;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.allowance.PrivateLimitReached;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * All repositories: made, described, shown, hidden and deleted. Each method that takes a caller
 * asks for the permission it needs, and throws when it is missing.
 */
@Service
public class Repositories {

  private final JdbcClient jdbc;
  private final RepositoryRows rows;
  private final Permissions permissions;
  private final PrivateAllowances allowances;
  private final Accounts accounts;
  private final ApplicationEventPublisher events;

  Repositories(
      JdbcClient jdbc,
      RepositoryRows rows,
      Permissions permissions,
      PrivateAllowances allowances,
      Accounts accounts,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.permissions = permissions;
    this.allowances = allowances;
    this.accounts = accounts;
    this.events = events;
  }

  /**
   * Makes a repository. Adopts the draft of a push that has begun on that name.
   *
   * @throws NotConfirmed where the caller's e-mail is not confirmed
   * @throws NotAllowed where the namespace is not the caller's
   * @throws NameTaken where there is one of that name
   * @throws PrivateLimitReached where it would be one private repository too many
   */
  @Transactional
  public RepositoryDetail create(Caller caller, NewRepository repository) {
    RepositoryName name = repository.name();
    if (!permissions.mayCreate(caller, name)) {
      throw new NotAllowed("You may not make repositories in " + name.namespace() + ".");
    }
    permissions.requireAuthor(caller);
    long namespaceId =
        accounts
            .findByName(name.namespace())
            .map(Account::id)
            .orElseThrow(
                () -> new NotAllowed("You may not make repositories in " + name.namespace() + "."));
    if (repository.visibility() == Visibility.PRIVATE) {
      allowances.lock(namespaceId);
      // Told first: it is what the person can fix at once.
      if (permissions.see(caller, name).filter(it -> !it.repository().draft()).isPresent()) {
        throw new NameTaken(name);
      }
      allowances.requireRoom(namespaceId);
    }
    long id =
        jdbc.sql(
                """
                insert into repository (namespace_id, name, visibility, description)
                values (?, ?, ?, ?)
                on conflict (namespace_id, name) do update
                set draft = false, visibility = excluded.visibility,
                    description = excluded.description, created_at = now(), updated_at = now()
                where repository.draft
                returning id
                """)
            .param(namespaceId)
            .param(name.name())
            .param(repository.visibility().text())
            .param(repository.description())
            .query(Long.class)
            .optional()
            .orElseThrow(() -> new NameTaken(name));
    events.publishEvent(new RepositoryCreated(id, name, repository.visibility(), caller.actor()));
    return rows.findById(id).orElseThrow().detail(name);
  }

  /**
   * Makes a repository that tells of itself from the beginning.
   *
   * @param overview Markdown; null for none
   * @throws TextTooLong where it has more than 25,000 characters
   */
  @Transactional
  public RepositoryDetail create(
      Caller caller, NewRepository repository, @Nullable String overview) {
    RepositoryDetail made = create(caller, repository);
    return overview == null ? made : describe(caller, made.name(), null, overview);
  }

  /**
   * A repository as its page shows it.
   *
   * @throws RepositoryNotFound where there is none, or the caller may not see it
   */
  @Transactional(readOnly = true)
  public RepositoryDetail detail(Caller caller, RepositoryName name) {
    return detail(permissions.require(caller, name, Permission.READ));
  }

  /**
   * The same of a repository that {@link Permissions} has granted already.
   *
   * @throws RepositoryNotFound where it is gone meanwhile, or a draft
   */
  @Transactional(readOnly = true)
  public RepositoryDetail detail(RepositoryRef granted) {
    return rows.findById(granted.id())
        .orElseThrow(() -> new RepositoryNotFound(granted.name()))
        .detail(granted.name());
  }

  /**
   * Changes what is told of a repository.
   *
   * @param description at most 100 characters, made one line; null leaves it as it is
   * @param overview Markdown, at most 25,000 characters; null leaves it as it is
   * @throws TextTooLong where one is longer
   */
  @Transactional
  public RepositoryDetail describe(
      Caller caller, RepositoryName name, @Nullable String description, @Nullable String overview) {
    Repository repository = change(permissions.require(caller, name, Permission.ADMIN));
    RepositoryDetail before = repository.detail(name);
    if (description != null) {
      repository.describe(description);
    }
    if (overview != null) {
      repository.explain(overview);
    }
    return changed(caller, repository, before);
  }

  /**
   * Shows a repository to all, or hides it.
   *
   * @throws PrivateLimitReached where it would be one private repository too many
   */
  @Transactional
  public RepositoryDetail changeVisibility(
      Caller caller, RepositoryName name, Visibility visibility) {
    RepositoryRef ref = permissions.require(caller, name, Permission.ADMIN);
    if (visibility == Visibility.PRIVATE) {
      allowances.lock(ref.namespaceId());
    }
    Repository repository = change(ref);
    RepositoryDetail before = repository.detail(name);
    if (before.visibility() == visibility) {
      return before;
    }
    if (visibility == Visibility.PRIVATE) {
      allowances.requireRoom(ref.namespaceId());
    }
    repository.show(visibility);
    return changed(caller, repository, before);
  }

  /**
   * Deletes a repository with all its images, for good.
   *
   * @param typedName its own name, or with the namespace, as the person typed it
   * @throws NameNotTyped where that is another name
   */
  @Transactional
  public void delete(Caller caller, RepositoryName name, String typedName) {
    RepositoryRef repository = permissions.require(caller, name, Permission.ADMIN);
    String typed = typedName.strip();
    if (!typed.equals(name.name()) && !typed.equals(name.toString())) {
      throw new NameNotTyped(name);
    }
    // Keeps out pushes, whose rows refer to this one, until it is gone.
    jdbc.sql("select id from repository where id = ? for update")
        .param(repository.id())
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new RepositoryNotFound(name));
    events.publishEvent(new RepositoryDeleted(repository.id(), name, caller.actor()));
    jdbc.sql("delete from repository where id = ?").param(repository.id()).update();
  }

  private Repository change(RepositoryRef ref) {
    return rows.lockById(ref.id()).orElseThrow(() -> new RepositoryNotFound(ref.name()));
  }

  private RepositoryDetail changed(Caller caller, Repository repository, RepositoryDetail before) {
    rows.flush();
    RepositoryDetail after = repository.detail(before.name());
    events.publishEvent(new RepositoryChanged(before, after, caller.actor()));
    return after;
  }
}
