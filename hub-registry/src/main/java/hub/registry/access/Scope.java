package hub.registry.access;

import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token asks for, or was granted: actions on one repository, or on the catalog.
 *
 * @param name {@code namespace/name}, always both; of the catalog, {@code catalog}
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">Token scope</a>
 */
public record Scope(String type, String name, Set<String> actions) {

  static final String REPOSITORY = "repository";
  static final String REGISTRY = "registry";

  /** More than that is no client's need, and would make tokens too long for a header. */
  private static final int MOST = 50;

  /** The scope of one repository. */
  static Scope repository(RepositoryName name, Set<String> actions) {
    return new Scope(REPOSITORY, name.toString(), actions);
  }

  /**
   * Reads scopes, given in several parameters or parted by spaces; what is no scope is left out.
   */
  public static List<Scope> parseAll(List<String> parameters) {
    List<Scope> scopes = new ArrayList<>();
    for (String parameter : parameters) {
      for (String text : parameter.split(" ")) {
        if (scopes.size() < MOST) {
          parse(text).ifPresent(scopes::add);
        }
      }
    }
    return scopes;
  }

  private static Optional<Scope> parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first < 0 || first == last) {
      return Optional.empty();
    }
    Set<String> actions = new LinkedHashSet<>(List.of(text.substring(last + 1).split(",")));
    actions.remove("");
    if (actions.isEmpty()) {
      return Optional.empty();
    }
    String type = text.substring(0, first);
    String name = text.substring(first + 1, last);
    return switch (type) {
      case REPOSITORY -> {
        try {
          yield Optional.of(repository(RepositoryName.parse(name), actions));
        } catch (InvalidRepositoryName e) {
          yield Optional.empty();
        }
      }
      case REGISTRY -> Optional.of(new Scope(type, name, actions));
      default -> Optional.empty();
    };
  }

  /** Whether an action is asked for; a star asks for all. */
  boolean asksFor(String action) {
    return actions.contains(action) || actions.contains("*");
  }

  @Override
  public String toString() {
    return type + ":" + name + ":" + String.join(",", actions);
  }
}
