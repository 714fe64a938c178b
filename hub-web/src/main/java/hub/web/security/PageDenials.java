package hub.web.security;

import hub.accounts.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What people see where they may not go: the sign-in page that leads back, "not found" where there
 * is nothing or they are not to know, or the reason why a form was refused.
 */
@Component
class PageDenials implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final KnownPaths paths;
  private final PastedNames pasted;

  PageDenials(KnownPaths paths, PastedNames pasted) {
    this.paths = paths;
    this.pasted = pasted;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    if (!paths.contains(request)) {
      pasted.leadOrDeny(Caller.anonymous(), request, response);
      return;
    }
    var login = UriComponentsBuilder.fromPath("/login");
    if (HttpMethod.GET.matches(request.getMethod())) {
      String query = request.getQueryString();
      login.queryParam("next", "{next}");
      String next = request.getRequestURI() + (query == null ? "" : "?" + query);
      redirect(request, response, login.encode().buildAndExpand(next).toUriString());
    } else {
      redirect(request, response, login.toUriString());
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException {
    if (e instanceof CsrfException) {
      // the error page tells that the form was too old, or not from here
      request.setAttribute("csrfRefused", true);
      request.setAttribute("formPage", pageOfTheForm(request));
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** The page that the form was sent from, where the browser names it and it is one of ours. */
  private static @Nullable String pageOfTheForm(HttpServletRequest request) {
    String referer = request.getHeader(HttpHeaders.REFERER);
    String host = request.getHeader(HttpHeaders.HOST);
    if (referer == null || host == null) {
      return null;
    }
    int path = referer.indexOf(host + "/");
    boolean ours = path > 0 && referer.substring(0, path).matches("https?://");
    String page = ours ? Destination.path(referer.substring(path + host.length()), "") : "";
    return page.isEmpty() ? null : page;
  }

  /** htmx follows redirects by itself and would put the sign-in page into a corner of this one. */
  private static void redirect(
      HttpServletRequest request, HttpServletResponse response, String target) throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", target);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      response.sendRedirect(target);
    }
  }
}
