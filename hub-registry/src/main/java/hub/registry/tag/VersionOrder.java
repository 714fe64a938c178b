package hub.registry.tag;

import hub.registry.ArtifactKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text for each tag, so that sorting the texts downwards gives the order in which people look for
 * one: {@code latest}; versions, the newest on top, each before its variants and those before its
 * pre-releases (18.6, 18.6-alpine, 18.6-rc1); then names by their first word from a to z, the
 * newest of each on top (jdk-21.0.10, jdk-21.0.2, r2024a); and last the tags that tools keep beside
 * an image. As a text it can be indexed and paged in the database.
 *
 * <p>A text begins with one of the letters below; those that begin with a digit were written by an
 * older version of the hub, and they are written anew in the background.
 */
public final class VersionOrder {

  /** Texts of tags that tools keep beside an image sort below this, and no others. */
  public static final String HELPERS_END = "0";

  /** Texts of an older version of the hub sort from {@link #HELPERS_END} up to below this. */
  public static final String OLD_END = "2";

  /** Texts of versions, and of {@code latest}, sort from this upwards, and no others. */
  public static final String VERSIONS = "v";

  /** Texts of what comes before a release match this; as PostgreSQL and Java read it. */
  public static final String PRE_RELEASE = "^v([us][0-9]+|q[a-z]|o)*f";

  private static final String LATEST = "~";
  private static final String NAME = "n";
  private static final String HELPER = "!";

  /**
   * As cosign, imgpkg and clients of registries without referrers name what belongs to a digest.
   */
  private static final Pattern OF_A_DIGEST =
      Pattern.compile("sha(256|512)-[0-9a-f]{64}([0-9a-f]{64})?(\\..+)?");

  private static final Pattern VERSION = Pattern.compile("[vV]?([0-9].*)");
  private static final Pattern WORD_AND_VERSION = Pattern.compile("([^0-9]+?)[-_.]*([0-9].*)");

  private VersionOrder() {}

  /**
   * The text of a tag.
   *
   * @param kind what it points to
   */
  public static String key(String tag, ArtifactKind kind) {
    if (isHelper(tag, kind)) {
      return HELPER + tag;
    }
    if (tag.equals("latest")) {
      return LATEST;
    }
    Matcher version = VERSION.matcher(tag);
    if (version.matches()) {
      return VERSIONS + VersionText.of(version.group(1));
    }
    Matcher named = WORD_AND_VERSION.matcher(tag);
    return named.matches()
        ? NAME + VersionText.mirrored(named.group(1)) + VersionText.of(named.group(2))
        : NAME + VersionText.mirrored(tag) + LATEST;
  }

  private static boolean isHelper(String tag, ArtifactKind kind) {
    return kind.isAboutAnother()
        || kind == ArtifactKind.CACHE
        || OF_A_DIGEST.matcher(tag).matches();
  }
}
