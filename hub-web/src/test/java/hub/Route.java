package hub;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A way into the hub.
 *
 * @param method GET, POST and so on
 * @param pattern its path, with the names of its variables in braces
 */
record Route(String method, String pattern) {

  private static final Pattern VARIABLE = Pattern.compile("\\{\\*?(\\w+)[^}]*}");

  boolean looks() {
    return method.equals("GET");
  }

  boolean isApi() {
    return pattern.startsWith("/v1/") || pattern.startsWith("/v2/");
  }

  /** The official images have the handlers of all the others; their owner is the site. */
  boolean isOfficial() {
    return pattern.startsWith("/_/");
  }

  boolean isOfARepository() {
    return isOfficial() || VARIABLE.matcher(pattern).results().count() > 1;
  }

  boolean isOfTheSite() {
    return pattern.startsWith("/admin");
  }

  boolean isIn(Set<String> patterns) {
    return patterns.contains(pattern.replaceAll("(?<=.)/$", ""));
  }

  String lastSegment() {
    return pattern.replaceAll("/$", "").replaceAll(".*/", "");
  }

  /** Its path to these things. */
  String path(Things things) {
    return VARIABLE.matcher(pattern).replaceAll(variable -> value(variable.group(1), things));
  }

  private String value(String variable, Things things) {
    return switch (variable) {
      case "namespace", "username", "account" -> things.namespace();
      case "name", "repository" -> isOfARepository() ? things.repository() : things.namespace();
      case "user" -> things.collaborator();
      case "tag" -> "latest";
      case "digest" -> things.digest();
      case "delivery" -> things.delivery();
      case "id" ->
          pattern.contains("/webhooks/")
              ? things.webhook()
              : isOfTheSite() ? things.mail() : things.token();
      default -> throw new IllegalStateException("an unknown variable: " + pattern);
    };
  }

  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
