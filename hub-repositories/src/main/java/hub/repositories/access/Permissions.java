package hub.repositories.access;

import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Reach;
import hub.accounts.Reach.Action;
import hub.accounts.credential.BadCredentials;
import hub.db.HubSettings;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.RepositoryRef;
import hub.repositories.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a caller may do with a repository: the one class that decides, on top of the SQL function
 * {@code repository_permission} and its twins, which alone know of owners and grants.
 *
 * <p>The most of: public gives READ; owner of the namespace ADMIN; collaborator WRITE; site admin
 * ADMIN on {@code library}; cut down by the credential's reach, and to READ while the e-mail is not
 * confirmed. A draft is there only for those who may push to it. Absent and hidden are the same.
 *
 * <p>Lists and search join {@code visible_repositories(:caller, :reach)} or {@code
 * granted_repositories(:caller, :reach)}, with the parameters of {@link #parameters}.
 */
@Component
public class Permissions {

  /**
   * Who asks and what for, in one row: also where there is no such repository. Parameters stand in
   * their order, without names, since each request of all the hub pays for this statement.
   */
  private static final String SEEN =
      """
      select s.confirmed, r.id, r.namespace_id, r.namespace, r.name, r.visibility, r.draft,
             repository_permission(?, ?, ?, r.id, r.namespace_id, r.namespace || '/' || r.name,
                                   r.visibility = 'public' and not r.draft) as permission
      from (values (1)) as asked
      left join lateral account_stands(?, ?, ?, ?) s on true
      left join (
        select r.id, r.namespace_id, n.name as namespace, r.name, r.visibility, r.draft
        from repository r join account n on n.id = r.namespace_id
        where %s
      ) r on true
      """;

  private static final String SEEN_BY_NAME = SEEN.formatted("n.name = ? and r.name = ?");

  private static final String SEEN_BY_ID = SEEN.formatted("r.id = ?");

  private final JdbcClient jdbc;
  private final HubSettings hub;

  Permissions(JdbcClient jdbc, HubSettings hub) {
    this.jdbc = jdbc;
    this.hub = hub;
  }

  /**
   * The repository of this name, and what this caller may do with it at this moment, in one query
   * that looks too whether the credential still stands.
   *
   * @return empty where it must look absent
   * @throws BadCredentials where the credential has ended
   */
  public Optional<VisibleRepository> see(Caller caller, RepositoryName name) {
    return seen(caller, Permission.ADMIN, SEEN_BY_NAME, name.namespace(), name.name());
  }

  /**
   * The repository of this name where the caller may read it, whatever more: the cheaper question,
   * since what is open to all needs no look at grants.
   *
   * @return empty where it must look absent
   * @throws BadCredentials where the credential has ended
   */
  public Optional<RepositoryRef> seeToRead(Caller caller, RepositoryName name) {
    return seen(caller, Permission.READ, SEEN_BY_NAME, name.namespace(), name.name())
        .map(VisibleRepository::repository);
  }

  /** The same by the repository's row. */
  public Optional<VisibleRepository> see(Caller caller, long repositoryId) {
    return seen(caller, Permission.ADMIN, SEEN_BY_ID, repositoryId);
  }

  /**
   * @param enough what the caller asks for: of more than this, the answer may be silent
   */
  private Optional<VisibleRepository> seen(
      Caller caller, Permission enough, String sql, Object... which) {
    Credential credential = caller.credential();
    return jdbc.sql(sql)
        .param(account(caller))
        .param(reach(caller))
        .param(new SqlParameterValue(Types.SMALLINT, enough.level()))
        .param(account(caller))
        .param(credential.epoch().account())
        .param(new SqlParameterValue(Types.OTHER, credential.id()))
        .param(credential.epoch().credential())
        .params(which)
        .query((row, _) -> seen(caller, row))
        .single();
  }

  private static Optional<VisibleRepository> seen(Caller caller, ResultSet row)
      throws SQLException {
    Boolean confirmed = row.getObject("confirmed", Boolean.class);
    if (confirmed == null && !caller.isAnonymous()) {
      throw new BadCredentials();
    }
    int level = row.getInt("permission");
    if (level == 0) {
      return Optional.empty();
    }
    Permission owned = Permission.ofLevel(level);
    Permission reached = Boolean.TRUE.equals(confirmed) ? most(caller.reach()) : Permission.READ;
    Permission permission = owned.allows(reached) ? reached : owned;
    boolean draft = row.getBoolean("draft");
    if (draft && !permission.allows(Permission.WRITE)) {
      return Optional.empty();
    }
    RepositoryRef repository =
        new RepositoryRef(
            row.getLong("id"),
            row.getLong("namespace_id"),
            new RepositoryName(row.getString("namespace"), row.getString("name")),
            Visibility.parse(row.getString("visibility")),
            draft);
    return Optional.of(new VisibleRepository(repository, permission, owned));
  }

  private static Permission most(Reach reach) {
    return reach.allows(Action.ADMIN)
        ? Permission.ADMIN
        : reach.allows(Action.WRITE) ? Permission.WRITE : Permission.READ;
  }

  /**
   * A repository for which the caller has a permission. A draft is no repository yet.
   *
   * @throws RepositoryNotFound where the caller may not even see it
   * @throws NotConfirmed where the caller would have it once the e-mail is confirmed
   * @throws NotAllowed where the caller sees it and has less
   * @throws BadCredentials where the credential has ended
   */
  public RepositoryRef require(Caller caller, RepositoryName name, Permission needed) {
    return requireVisible(caller, name, needed).repository();
  }

  /** The same with all that the caller may do there; throws what {@link #require} throws. */
  public VisibleRepository requireVisible(Caller caller, RepositoryName name, Permission needed) {
    VisibleRepository seen =
        see(caller, name)
            .filter(it -> !it.repository().draft())
            .orElseThrow(() -> new RepositoryNotFound(name));
    if (seen.permission().allows(needed)) {
      return seen;
    }
    if (!seen.owned().allows(needed)) {
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
    Caller.Identity account = caller.account();
    if (account == null) {
      throw new NotAllowed("Sign in first.");
    }
    if (!account.confirmed()) {
      throw new NotConfirmed(hub);
    }
    if (!caller.reach().allows(Action.WRITE)) {
      throw new NotAllowed("This access token may only read.");
    }
    return account.id();
  }

  /** The namespaces in which the account may make repositories, its own first. */
  public List<String> namespaces(Caller caller) {
    if (caller.account() == null) {
      return List.of();
    }
    return jdbc.sql(
            """
            select n.name
            from granted_namespaces(:caller) g join account n on n.id = g.namespace_id
            where g.permission >= :admin
            order by n.id = :caller desc, n.name
            """)
        .param("caller", caller.account().id())
        .param("admin", Permission.ADMIN.level())
        .query((row, _) -> row.getString("name"))
        .list();
  }

  /** Whether the account may make repositories in this namespace, and so know which are free. */
  public boolean ownsNamespace(Caller caller, String namespace) {
    Caller.Identity account = caller.account();
    // The usual case is told without a question.
    return account != null
        && (account.name().equals(namespace) || namespaces(caller).contains(namespace));
  }

  /**
   * Whether the account may make a repository of this name with the credential in hand, as far as
   * its namespace goes.
   */
  public boolean mayCreate(Caller caller, RepositoryName name) {
    return caller.reach().covers(name.namespace(), name.name())
        && ownsNamespace(caller, name.namespace());
  }

  /**
   * Who asks, for the functions that lists and search join: {@code caller}, null for an anonymous
   * one, and {@code reach}.
   */
  public static Map<String, @Nullable Object> parameters(Caller caller) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("caller", account(caller));
    parameters.put("reach", reach(caller));
    return parameters;
  }

  private static SqlParameterValue account(Caller caller) {
    return new SqlParameterValue(Types.BIGINT, caller.accountId());
  }

  private static SqlParameterValue reach(Caller caller) {
    return new SqlParameterValue(Types.ARRAY, patterns(caller.reach()));
  }

  private static String @Nullable [] patterns(Reach reach) {
    return reach.isLimited()
        ? reach.repositories().stream().map(Permissions::pattern).toArray(String[]::new)
        : null;
  }

  /** In a LIKE pattern, an underscore of a name would stand for any character. */
  private static String pattern(Reach.Pattern pattern) {
    return pattern.namespace()
        + "/"
        + (pattern.isWholeNamespace() ? "%" : pattern.name().replace("_", "\\_"));
  }
}
