package hub.web.page;

import hub.web.security.Destination;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leads from an address with a slash at its end to the page, which has none, and tells whoever sent
 * a parameter that cannot be read that the request was wrong, and not the hub.
 */
class AddressFilter extends OncePerRequestFilter {

  /** They have clients of their own, and no pages. */
  private static final Set<String> NO_PAGES = Set.of("v1", "v2", "token");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String page = pageWithoutSlash(request);
    if (page != null) {
      String query = request.getQueryString();
      response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
      response.setHeader("Location", query == null ? page : page + "?" + query);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (InvalidParameterException e) {
      unreadable(response);
    } catch (ServletException e) {
      if (!(e.getRootCause() instanceof InvalidParameterException)) {
        throw e;
      }
      unreadable(response);
    }
  }

  private static void unreadable(HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      response.sendError(HttpStatus.BAD_REQUEST.value());
    }
  }

  /** The address of the page that a reader meant; null where they asked for it as it is. */
  private static @Nullable String pageWithoutSlash(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (!reads || !path.endsWith("/")) {
      return null;
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String page = path.substring(0, end);
    boolean ours = !page.isEmpty() && Destination.path(page, "").equals(page);
    return ours && !NO_PAGES.contains(page.split("/", 3)[1]) ? page : null;
  }
}
