package hub.registry.access;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.repositories.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at the door: a caller, and what the token in hand was made for.
 *
 * @param scopes of the bearer token; null where the request came with a name and a password, or
 *     with nothing: then only the caller's own permissions count
 */
public record Visitor(Caller caller, @Nullable List<Scope> scopes) {

  /** The same in another request. */
  Visitor from(Origin origin) {
    return new Visitor(caller.from(origin), scopes);
  }

  /** Whether neither a token came nor a name: perhaps from one who waits to be asked. */
  public boolean cameWithNothing() {
    return scopes == null && caller.isAnonymous();
  }

  /** Whether a bearer token came. */
  public boolean hasToken() {
    return scopes != null;
  }

  /** Whether the token, if any, reaches this action on this repository. */
  public boolean reaches(RepositoryName repository, String action) {
    if (scopes == null) {
      return true;
    }
    String name = repository.toString();
    for (Scope scope : scopes) {
      if (scope.name().equals(name) && reaches(scope, action)) {
        return true;
      }
    }
    return false;
  }

  /** The repositories that the token, if any, reaches this action on. */
  List<String> reached(String action) {
    return scopes == null
        ? List.of()
        : scopes.stream().filter(scope -> reaches(scope, action)).map(Scope::name).toList();
  }

  private static boolean reaches(Scope scope, String action) {
    return scope.type().equals(Scope.REPOSITORY) && scope.actions().contains(action);
  }

  /** Whether the token, if any, reaches the catalog. */
  public boolean reachesCatalog() {
    return scopes == null
        || scopes.stream()
            .anyMatch(
                scope -> scope.type().equals(Scope.REGISTRY) && scope.name().equals("catalog"));
  }
}
