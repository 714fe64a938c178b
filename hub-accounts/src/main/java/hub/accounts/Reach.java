package hub.accounts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How far a credential reaches: what may be done with it, and with which repositories. It only ever
 * narrows what its owner may do. What is public can be read with any credential.
 *
 * @param actions what may be done; reading is always among it
 * @param repositories the repositories it is for; empty means all
 */
public record Reach(Set<Action> actions, List<Pattern> repositories) {

  /** What can be done with a repository. */
  public enum Action {
    /** Look and pull. */
    READ,
    /** Push. */
    WRITE,
    /** Describe, hide, share and delete. */
    ADMIN
  }

  /**
   * One repository, or all of a namespace.
   *
   * @param name the repository's own name; {@code *} for every one in the namespace
   */
  public record Pattern(String namespace, String name) {

    private static final String ALL = "*";

    private static final java.util.regex.Pattern NAMESPACE =
        java.util.regex.Pattern.compile("[a-z0-9]{2,30}");

    private static final java.util.regex.Pattern NAME =
        java.util.regex.Pattern.compile("\\*|[a-z0-9][a-z0-9._-]{0,254}");

    public Pattern {
      if (!NAMESPACE.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "not a pattern of repositories: " + namespace + "/" + name);
      }
    }

    /**
     * Reads {@code namespace/name} or {@code namespace/*}.
     *
     * @throws IllegalArgumentException where it is neither
     */
    public static Pattern parse(String text) {
      int slash = text.indexOf('/');
      if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
        throw new IllegalArgumentException("not a pattern of repositories: " + text);
      }
      return new Pattern(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Whether every repository of the namespace is meant. */
    public boolean isWholeNamespace() {
      return name.equals(ALL);
    }

    /** {@code namespace/name}, as {@link #parse} reads it. */
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /** As far as its owner: of a password or a session. */
  public static final Reach EVERYTHING = new Reach(EnumSet.allOf(Action.class), List.of());

  /** Look and pull, wherever the owner may. */
  public static final Reach READING = new Reach(Set.of(Action.READ), List.of());

  public Reach {
    EnumSet<Action> all = EnumSet.of(Action.READ);
    all.addAll(actions);
    actions = Set.copyOf(all);
    repositories = List.copyOf(repositories);
  }

  /** Whether this may be done with the credential. */
  public boolean allows(Action action) {
    return actions.contains(action);
  }

  /** Whether the credential is for some repositories only. */
  public boolean isLimited() {
    return !repositories.isEmpty();
  }

  /** Whether the credential is for this repository. */
  public boolean covers(String namespace, String name) {
    return repositories.isEmpty()
        || repositories.stream()
            .anyMatch(
                it ->
                    it.namespace().equals(namespace)
                        && (it.isWholeNamespace() || it.name().equals(name)));
  }

  /** As tokens carry it: {@code read}, {@code write}, {@code admin}, then the patterns. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Action action : Action.values()) {
      if (allows(action)) {
        texts.add(action.name().toLowerCase(Locale.ROOT));
      }
    }
    repositories.forEach(it -> texts.add(it.toString()));
    return texts;
  }

  /**
   * Reads what {@link #texts} wrote.
   *
   * @throws IllegalArgumentException where one is neither an action nor a pattern
   */
  public static Reach parse(List<String> texts) {
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    List<Pattern> patterns = new ArrayList<>();
    for (String text : texts) {
      if (text.indexOf('/') >= 0) {
        patterns.add(Pattern.parse(text));
      } else {
        actions.add(Action.valueOf(text.toUpperCase(Locale.ROOT)));
      }
    }
    return new Reach(actions, patterns);
  }
}
