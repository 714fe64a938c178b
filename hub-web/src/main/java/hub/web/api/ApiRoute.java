package hub.web.api;

/**
 * A route of the API.
 *
 * @param method GET, POST and so on
 * @param pattern its path, with the names of its variables in braces
 */
public record ApiRoute(String method, String pattern, Access access) {}
