package hub.web.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go before they had to sign in: a path of this site, never another. */
public final class Destination {

  /** One slash, then neither a second one nor anything a browser takes for one. */
  private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  private Destination() {}

  /** The path, where it is one of this site, else the other one. */
  public static String of(@Nullable String next, String otherwise) {
    return next != null
            && next.length() <= 2000
            && PATH.matcher(next).matches()
            && !next.startsWith("/login")
            && !next.startsWith("/logout")
        ? next
        : otherwise;
  }
}
