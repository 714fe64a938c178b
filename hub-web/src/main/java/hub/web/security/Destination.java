package hub.web.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to lead somebody whose address names the place: to a path of this site, never another. */
public final class Destination {

  private static final int LONGEST = 2000;

  /** One slash, then neither a second one nor anything a browser takes for one. */
  private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  private Destination() {}

  /** The path, where it is one of this site, else the other one. */
  public static String path(@Nullable String wanted, String otherwise) {
    return wanted != null && wanted.length() <= LONGEST && PATH.matcher(wanted).matches()
        ? wanted
        : otherwise;
  }

  /** Where somebody goes on who has signed in: such a path, but not to sign in or out again. */
  public static String of(@Nullable String next, String otherwise) {
    String path = path(next, otherwise);
    return path.startsWith("/login") || path.startsWith("/logout") ? otherwise : path;
  }
}
