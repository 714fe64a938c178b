package hub.accounts;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Docker ID: 4 to 30 lower-case letters and digits. It is the first part of every image name, so
 * it never changes.
 */
public final class AccountName {

  /** What is wrong with a name. */
  public enum Fault {
    EMPTY,
    TOO_SHORT,
    TOO_LONG,
    UPPER_CASE,
    CHARACTERS,
    RESERVED,
    TAKEN
  }

  private static final Pattern FORM = Pattern.compile("[a-z0-9]{2,30}");

  /** First segments below /v2 and of the registry: an account of that name could not be reached. */
  private static final Set<String> ROUTED =
      Set.of(
          "users",
          "namespaces",
          "orgs",
          "repositories",
          "invites",
          "accesstokens",
          "auth",
          "auditlogs",
          "scim",
          "search",
          "user",
          "apitokens",
          "logout",
          "library",
          "catalog",
          "token");

  /** First segments of pages, and names that would let somebody speak for the hub. */
  private static final Set<String> PAGES =
      Set.of(
          "about",
          "account",
          "accounts",
          "admin",
          "administrator",
          "anonymous",
          "api",
          "assets",
          "billing",
          "blog",
          "builds",
          "confirm",
          "contact",
          "css",
          "dashboard",
          "docker",
          "docs",
          "error",
          "explore",
          "favicon",
          "fonts",
          "forgot",
          "health",
          "help",
          "home",
          "icons",
          "image",
          "images",
          "img",
          "invite",
          "legal",
          "livez",
          "login",
          "mail",
          "metrics",
          "nobody",
          "null",
          "oauth",
          "official",
          "organizations",
          "owner",
          "password",
          "plugins",
          "postmaster",
          "pricing",
          "privacy",
          "profile",
          "public",
          "readyz",
          "register",
          "registry",
          "repository",
          "reset",
          "root",
          "scratch",
          "security",
          "sessions",
          "settings",
          "setup",
          "signin",
          "signout",
          "signup",
          "site",
          "static",
          "status",
          "stars",
          "store",
          "support",
          "system",
          "team",
          "teams",
          "terms",
          "theme",
          "undefined",
          "webhooks",
          "webjars",
          "webmaster",
          "welcome",
          "wellknown");

  private AccountName() {}

  /** What is wrong with a name that somebody wants to sign up with; null means it is fine. */
  public static @Nullable Fault check(String name) {
    Fault fault = checkForOperator(name);
    return fault == null && PAGES.contains(name) ? Fault.RESERVED : fault;
  }

  /** The same for the name of an admin, whom the operator may well call "admin" or "root". */
  public static @Nullable Fault checkForOperator(String name) {
    if (name.isEmpty()) {
      return Fault.EMPTY;
    }
    if (name.length() < 4) {
      return Fault.TOO_SHORT;
    }
    if (name.length() > 30) {
      return Fault.TOO_LONG;
    }
    if (!isWellFormed(name)) {
      return isWellFormed(name.toLowerCase(Locale.ROOT)) ? Fault.UPPER_CASE : Fault.CHARACTERS;
    }
    return ROUTED.contains(name) ? Fault.RESERVED : null;
  }

  /** Whether any account, of whatever age, could have this name. */
  static boolean isWellFormed(String name) {
    return FORM.matcher(name).matches();
  }
}
