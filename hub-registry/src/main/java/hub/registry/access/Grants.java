package hub.registry.access;

import hub.accounts.Caller;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a token may say, by what its holder may do at this moment. */
@Component
public class Grants {

  private final Permissions permissions;

  Grants(Permissions permissions) {
    this.permissions = permissions;
  }

  /**
   * The part of what was asked for that is granted. Less is no error: the door tells why.
   *
   * <p>A signed-in caller is granted {@code push} on any name, since a push that is refused must
   * reach the door to be told the reason, and a token alone opens nothing there. So the answer is
   * the same whether a repository exists or not.
   */
  public List<Scope> grant(Caller caller, List<Scope> asked) {
    List<Scope> granted = new ArrayList<>();
    for (Scope scope : asked) {
      Set<String> actions =
          scope.type().equals(Scope.REPOSITORY) ? actions(caller, scope) : catalogActions(scope);
      if (!actions.isEmpty()) {
        granted.add(new Scope(scope.type(), scope.name(), actions));
      }
    }
    return granted;
  }

  private Set<String> actions(Caller caller, Scope scope) {
    RepositoryName name = RepositoryName.parse(scope.name());
    Optional<Permission> permission =
        permissions.see(caller, name).map(VisibleRepository::permission);
    Set<String> actions = new LinkedHashSet<>();
    if (scope.asksFor("pull")
        && (permission.isPresent() || permissions.ownsNamespace(caller, name.namespace()))) {
      actions.add("pull");
    }
    if (scope.asksFor("push") && !caller.isAnonymous()) {
      actions.add("push");
    }
    if (scope.asksFor("delete")
        && permission.filter(it -> it.allows(Permission.ADMIN)).isPresent()) {
      actions.add("delete");
    }
    return actions;
  }

  /** The catalog is open: what it lists is filtered by what the caller sees. */
  private static Set<String> catalogActions(Scope scope) {
    return scope.name().equals("catalog") ? scope.actions() : Set.of();
  }
}
