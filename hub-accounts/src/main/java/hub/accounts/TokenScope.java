package hub.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an access token is made for: each includes the ones before it. */
public enum TokenScope {
  /** Look and pull. */
  READ(Reach.READING),
  /** Pull and push. */
  WRITE(new Reach(Set.of(Reach.Action.READ, Reach.Action.WRITE), List.of())),
  /** Everything its owner may do to repositories, deletion included. */
  ADMIN(Reach.EVERYTHING);

  private final Reach reach;

  TokenScope(Reach reach) {
    this.reach = reach;
  }

  /** How far such a token reaches. */
  public Reach reach() {
    return reach;
  }

  /** As forms and the database spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException where it is none of these
   */
  public static TokenScope parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
