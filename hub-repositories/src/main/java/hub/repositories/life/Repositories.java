package hub.repositories.life;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.TokenScope;
import hub.db.HubSettings;
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
import hub.repositories.access.VisibleRepository;
import hub.repositories.allowance.AllowanceSettings;
import hub.repositories.allowance.PrivateAllowance;
import hub.repositories.allowance.PrivateLimitReached;
import hub.repositories.push.PushRefused;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * All repositories, and the one place that decides who may do what to them. Each method that takes
 * a caller asks for the permission it needs, and throws when it is missing.
 */
@Service
public class Repositories {

  /** Docker Hub's words; the same whether the namespace or a private repository exists or not. */
  private static final String DENIED = "requested access to the resource is denied";

  /** The words that Docker's own client used to print. */
  private static final String ROOT =
      "You cannot push a \"root\" repository. Please rename your repository in <user>/<repo>";

  private final JdbcClient jdbc;
  private final RepositoryRows rows;
  private final Accounts accounts;
  private final ApplicationEventPublisher events;
  private final AllowanceSettings settings;
  private final HubSettings hub;

  Repositories(
      JdbcClient jdbc,
      RepositoryRows rows,
      Accounts accounts,
      ApplicationEventPublisher events,
      AllowanceSettings settings,
      HubSettings hub) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.accounts = accounts;
    this.events = events;
    this.settings = settings;
    this.hub = hub;
  }

  /**
   * The row of a repository, drafts included, without any check: for the registry's door, which
   * checks next.
   */
  public Optional<RepositoryRef> find(RepositoryName name) {
    return jdbc.sql(
            """
            select r.id, r.namespace_id, r.visibility, r.draft
            from repository r
            join account n on n.id = r.namespace_id
            where n.name = ? and r.name = ?
            """)
        .param(name.namespace())
        .param(name.name())
        .query(
            (rs, number) ->
                new RepositoryRef(
                    rs.getLong("id"),
                    rs.getLong("namespace_id"),
                    name,
                    Visibility.parse(rs.getString("visibility")),
                    rs.getBoolean("draft")))
        .optional();
  }

  /** The same by the row's id. */
  public Optional<RepositoryRef> find(long id) {
    return jdbc.sql(
            """
            select r.id, r.namespace_id, n.name as namespace, r.name, r.visibility, r.draft
            from repository r
            join account n on n.id = r.namespace_id
            where r.id = ?
            """)
        .param(id)
        .query(
            (rs, number) ->
                new RepositoryRef(
                    rs.getLong("id"),
                    rs.getLong("namespace_id"),
                    new RepositoryName(rs.getString("namespace"), rs.getString("name")),
                    Visibility.parse(rs.getString("visibility")),
                    rs.getBoolean("draft")))
        .optional();
  }

  /**
   * What this caller may do with this repository. Empty: it must look absent.
   *
   * <p>The most of: public gives READ; owner of the namespace ADMIN; collaborator WRITE; site admin
   * ADMIN on {@code library}; cut down by the credential's scope, and to READ while the e-mail is
   * not confirmed. A draft is there only for those who may push to it.
   */
  public Optional<Permission> permission(Caller caller, RepositoryRef repository) {
    return cut(caller, repository, granted(caller, repository));
  }

  /**
   * The row of a repository and what this caller may do with it at this moment, in one query: for
   * the registry's door, which asks with every request. A draft is there only for those who may
   * push to it; absent and hidden are the same.
   */
  public Optional<VisibleRepository> see(Caller caller, RepositoryName name) {
    return jdbc.sql(
            """
            select r.id, r.namespace_id, r.visibility, r.draft,
                   exists (select from collaborator c
                           where c.repository_id = r.id and c.account_id = ?) as collaborator
            from account n
            join repository r on r.namespace_id = n.id
            where n.name = ? and r.name = ?
            """)
        .param(caller.accountId() == null ? -1L : caller.accountId())
        .param(name.namespace())
        .param(name.name())
        .query(
            (rs, number) -> {
              var repository =
                  new RepositoryRef(
                      rs.getLong("id"),
                      rs.getLong("namespace_id"),
                      name,
                      Visibility.parse(rs.getString("visibility")),
                      rs.getBoolean("draft"));
              boolean collaborator = rs.getBoolean("collaborator");
              return cut(caller, repository, granted(caller, repository, () -> collaborator))
                  .map(permission -> new VisibleRepository(repository, permission));
            })
        .optional()
        .flatMap(seen -> seen);
  }

  private static Optional<Permission> cut(
      Caller caller, RepositoryRef repository, @Nullable Permission granted) {
    if (granted == null) {
      return Optional.empty();
    }
    Permission reach = caller.isConfirmed() ? reach(caller.scope()) : Permission.READ;
    Permission cut = granted.allows(reach) ? reach : granted;
    return repository.draft() && !cut.allows(Permission.WRITE)
        ? Optional.empty()
        : Optional.of(cut);
  }

  /**
   * A repository for which the caller has a permission. A draft is no repository yet.
   *
   * @throws RepositoryNotFound where the caller may not even see it
   * @throws NotConfirmed where the caller would have it once the e-mail is confirmed
   * @throws NotAllowed where the caller sees it and has less
   */
  public RepositoryRef require(Caller caller, RepositoryName name, Permission needed) {
    RepositoryRef repository =
        find(name).filter(it -> !it.draft()).orElseThrow(() -> new RepositoryNotFound(name));
    Permission permission =
        permission(caller, repository).orElseThrow(() -> new RepositoryNotFound(name));
    if (permission.allows(needed)) {
      return repository;
    }
    Permission granted = granted(caller, repository);
    if (granted == null || !granted.allows(needed)) {
      throw new NotAllowed(
          needed == Permission.ADMIN
              ? "Only the owner of " + name + " may do this."
              : "You may not change " + name + ".");
    }
    throw caller.isConfirmed()
        ? new NotAllowed("This access token may not do that: it needs a wider scope.")
        : new NotConfirmed(hub);
  }

  /**
   * The id of a caller who may do more than look, whatever it is about.
   *
   * @throws NotAllowed where nobody is signed in, or with a token that may only read
   * @throws NotConfirmed where the caller's e-mail is not confirmed
   */
  public long requireAuthor(Caller caller) {
    var account = caller.account();
    if (account == null) {
      throw new NotAllowed("Sign in first.");
    }
    if (!account.confirmed()) {
      throw new NotConfirmed(hub);
    }
    if (caller.scope() == TokenScope.READ) {
      throw new NotAllowed("This access token may only read.");
    }
    return account.id();
  }

  /**
   * Makes sure that a push has a row to hold its layers: the repository itself, or a draft of it.
   *
   * @throws PushRefused as {@link #requirePush} does
   */
  @Transactional
  public RepositoryRef openForPush(Caller caller, RepositoryName name) {
    Optional<RepositoryRef> existing = requirePush(caller, name);
    if (existing.isPresent()) {
      return existing.get();
    }
    jdbc.sql(
            """
            insert into repository (namespace_id, name, visibility, draft)
            select id, ?, 'public', true from account where name = ?
            on conflict (namespace_id, name) do nothing
            """)
        .param(name.name())
        .param(name.namespace())
        .update();
    return find(name).orElseThrow(() -> new PushRefused(DENIED));
  }

  /**
   * Tells who may not push why, and changes nothing.
   *
   * @return the repository, or a draft of it; empty where the caller may push the first to it
   * @throws PushRefused with a message for the pusher: not confirmed, another's namespace, a root
   *     name, the private limit reached
   */
  public Optional<RepositoryRef> requirePush(Caller caller, RepositoryName name) {
    if (caller.isAnonymous()) {
      throw new PushRefused(name.isOfficial() ? ROOT : DENIED);
    }
    if (!caller.isConfirmed()) {
      throw new PushRefused(NotConfirmed.words(hub));
    }
    if (caller.scope() == TokenScope.READ) {
      throw new PushRefused(
          "this access token may only pull: make one that may write at "
              + hub.address("/settings/tokens"));
    }
    Optional<RepositoryRef> existing = find(name);
    boolean allowed =
        existing.isPresent()
            ? permission(caller, existing.get())
                .filter(it -> it.allows(Permission.WRITE))
                .isPresent()
            : ownsNamespace(caller, name);
    if (!allowed) {
      throw new PushRefused(name.isOfficial() ? ROOT : DENIED);
    }
    if (existing.isPresent() && !existing.get().draft()) {
      return existing;
    }
    Account namespace =
        accounts.findByName(name.namespace()).orElseThrow(() -> new PushRefused(DENIED));
    if (namespace.isPrivateByDefault()) {
      // Early, before gigabytes travel; publishDraft asks again, under the lock.
      PrivateAllowance allowance = privateAllowance(namespace.id());
      if (!allowance.hasRoom()) {
        throw new PushRefused(allowance.refusal());
      }
    }
    return existing;
  }

  /**
   * Turns a draft into a repository, in the transaction of its first manifest: public, unless the
   * owner of the namespace wants new ones private. Nothing happens where it is one already.
   *
   * @throws PushRefused where the private limit has been reached meanwhile
   */
  @Transactional
  public void publishDraft(Caller caller, RepositoryRef repository) {
    if (!repository.draft()) {
      return;
    }
    boolean isPrivate =
        accounts.findById(repository.namespaceId()).map(Account::isPrivateByDefault).orElse(false);
    if (isPrivate) {
      lock(repository.namespaceId());
      PrivateAllowance allowance = privateAllowance(repository.namespaceId());
      if (!allowance.hasRoom() && stillDraft(repository.id())) {
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
      events.publishEvent(new RepositoryCreated(repository.id(), repository.name()));
    }
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
    if (!ownsNamespace(caller, name)) {
      throw new NotAllowed("You may not make repositories in " + name.namespace() + ".");
    }
    requireAuthor(caller);
    long namespaceId =
        accounts
            .findByName(name.namespace())
            .map(Account::id)
            .orElseThrow(
                () -> new NotAllowed("You may not make repositories in " + name.namespace() + "."));
    if (repository.visibility() == Visibility.PRIVATE) {
      lock(namespaceId);
      // Told first: it is what the person can fix at once.
      if (find(name).filter(it -> !it.draft()).isPresent()) {
        throw new NameTaken(name);
      }
      requireRoom(namespaceId);
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
    events.publishEvent(new RepositoryCreated(id, name));
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
    RepositoryRef repository = require(caller, name, Permission.READ);
    return rows.findById(repository.id())
        .orElseThrow(() -> new RepositoryNotFound(name))
        .detail(name);
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
    Repository repository = change(require(caller, name, Permission.ADMIN));
    if (description != null) {
      repository.describe(description);
    }
    if (overview != null) {
      repository.explain(overview);
    }
    return changed(repository, name);
  }

  /**
   * Shows a repository to all, or hides it.
   *
   * @throws PrivateLimitReached where it would be one private repository too many
   */
  @Transactional
  public RepositoryDetail changeVisibility(
      Caller caller, RepositoryName name, Visibility visibility) {
    RepositoryRef ref = require(caller, name, Permission.ADMIN);
    if (visibility == Visibility.PRIVATE) {
      lock(ref.namespaceId());
    }
    Repository repository = change(ref);
    if (repository.visibility() == visibility) {
      return repository.detail(name);
    }
    if (visibility == Visibility.PRIVATE) {
      requireRoom(ref.namespaceId());
    }
    repository.show(visibility);
    return changed(repository, name);
  }

  /**
   * Deletes a repository with all its images, for good.
   *
   * @param typedName its own name, or with the namespace, as the person typed it
   * @throws NameNotTyped where that is another name
   */
  @Transactional
  public void delete(Caller caller, RepositoryName name, String typedName) {
    RepositoryRef repository = require(caller, name, Permission.ADMIN);
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
    events.publishEvent(new RepositoryDeleted(repository.id(), name));
    jdbc.sql("delete from repository where id = ?").param(repository.id()).update();
  }

  /** How many private repositories the namespace of this account has and may have. */
  public PrivateAllowance privateAllowance(long accountId) {
    int used =
        jdbc.sql(
                """
                select count(*) from repository
                where namespace_id = ? and visibility = 'private' and not draft
                """)
            .param(accountId)
            .query(Integer.class)
            .single();
    return new PrivateAllowance(used, settings.freePrivateRepos());
  }

  /** The namespaces in which the caller may make repositories, the caller's own first. */
  public List<String> namespaces(Caller caller) {
    var account = caller.account();
    if (account == null) {
      return List.of();
    }
    return account.siteAdmin()
        ? List.of(account.name(), RepositoryName.LIBRARY)
        : List.of(account.name());
  }

  private boolean ownsNamespace(Caller caller, RepositoryName name) {
    return namespaces(caller).contains(name.namespace());
  }

  /** What the account has by itself, before its credential and its state cut it down. */
  private @Nullable Permission granted(Caller caller, RepositoryRef repository) {
    return granted(
        caller,
        repository,
        () -> caller.account() != null && isCollaborator(caller.account().id(), repository.id()));
  }

  private static @Nullable Permission granted(
      Caller caller, RepositoryRef repository, BooleanSupplier collaborator) {
    var account = caller.account();
    if (account != null) {
      if (account.id() == repository.namespaceId()
          || (account.siteAdmin() && repository.name().isOfficial())) {
        return Permission.ADMIN;
      }
      if (collaborator.getAsBoolean()) {
        return Permission.WRITE;
      }
    }
    return repository.visibility() == Visibility.PUBLIC && !repository.draft()
        ? Permission.READ
        : null;
  }

  private boolean isCollaborator(long accountId, long repositoryId) {
    return jdbc.sql(
            "select exists (select from collaborator where repository_id = ? and account_id = ?)")
        .param(repositoryId)
        .param(accountId)
        .query(Boolean.class)
        .single();
  }

  private boolean stillDraft(long repositoryId) {
    return jdbc.sql("select draft from repository where id = ?")
        .param(repositoryId)
        .query(Boolean.class)
        .single();
  }

  private static Permission reach(TokenScope scope) {
    return switch (scope) {
      case READ -> Permission.READ;
      case WRITE -> Permission.WRITE;
      case ADMIN -> Permission.ADMIN;
    };
  }

  private Repository change(RepositoryRef ref) {
    return rows.lockById(ref.id()).orElseThrow(() -> new RepositoryNotFound(ref.name()));
  }

  private RepositoryDetail changed(Repository repository, RepositoryName name) {
    rows.flush();
    RepositoryDetail detail = repository.detail(name);
    events.publishEvent(new RepositoryChanged(detail.id(), name));
    return detail;
  }

  /** Those who add private repositories to one namespace take turns, so the count is exact. */
  private void lock(long namespaceId) {
    jdbc.sql("select id from account where id = ? for no key update")
        .param(namespaceId)
        .query(Long.class)
        .single();
  }

  private void requireRoom(long namespaceId) {
    PrivateAllowance allowance = privateAllowance(namespaceId);
    if (!allowance.hasRoom()) {
      throw new PrivateLimitReached(allowance);
    }
  }
}
