package hub.registry;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tag or a manifest must be before a request changes it: to be asked in the transaction that
 * does, once nobody else can.
 *
 * @param match the value of {@code If-Match}: entity tags, or a star for anything; null for none
 * @param noneMatch the value of {@code If-None-Match}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110, Preconditions</a>
 */
public record Condition(@Nullable String match, @Nullable String noneMatch) {

  /** No condition. */
  public static final Condition NONE = new Condition(null, null);

  private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  /** Whether there is nothing to ask. */
  public boolean isNone() {
    return match == null && noneMatch == null;
  }

  /**
   * Asks.
   *
   * @param current what is there now; empty for nothing
   * @throws ConditionNotMet where that is not as it must be
   */
  public void require(Optional<Digest> current) {
    if (match != null && current.filter(it -> isIn(it, match, true)).isEmpty()) {
      throw new ConditionNotMet(
          current.isEmpty()
              ? "there is nothing yet that If-Match could match"
              : "it is " + current.get() + " by now, which If-Match does not name");
    }
    if (noneMatch != null && current.filter(it -> isIn(it, noneMatch, false)).isPresent()) {
      throw new ConditionNotMet("it is there already: " + current.get());
    }
  }

  /** A weak entity tag is none of ours, by the strong comparison that {@code If-Match} wants. */
  private static boolean isIn(Digest digest, String entityTags, boolean strong) {
    if (entityTags.strip().equals("*")) {
      return true;
    }
    return ENTITY_TAG
        .matcher(entityTags)
        .results()
        .filter(it -> !strong || !it.group().startsWith("W/"))
        .map((MatchResult it) -> it.group(1))
        .anyMatch(digest.toString()::equals);
  }
}
