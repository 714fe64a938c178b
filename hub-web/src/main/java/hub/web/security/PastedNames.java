package hub.web.security;

import hub.accounts.Caller;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permissions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * The name of an image typed or pasted behind the hub's address ({@code /ada/tea}, {@code /nginx})
 * leads to its page, where the caller may see it. Else there is nothing, as for any other address.
 */
@ControllerAdvice
class PastedNames {

  private static final Pattern NAME =
      Pattern.compile("/(?:(?<namespace>[^/:@]+)/)?(?<name>[^/:@]+)(?::[^/@]+)?/?");

  private final Permissions permissions;

  PastedNames(Permissions permissions) {
    this.permissions = permissions;
  }

  @ExceptionHandler(NoResourceFoundException.class)
  void find(Caller caller, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    leadOrDeny(caller, request, response);
  }

  /** Leads to the page, or says that there is nothing. */
  void leadOrDeny(Caller caller, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<RepositoryName> name =
        request.getMethod().equals("GET") ? name(request.getRequestURI()) : Optional.empty();
    if (name.flatMap(it -> permissions.see(caller, it))
        .filter(it -> !it.repository().draft())
        .isPresent()) {
      // an official image has another address, to which this one leads
      response.sendRedirect("/r/" + name.orElseThrow());
    } else {
      response.sendError(HttpStatus.NOT_FOUND.value());
    }
  }

  private static Optional<RepositoryName> name(String path) {
    Matcher name = NAME.matcher(path.toLowerCase(Locale.ROOT));
    if (!name.matches()) {
      return Optional.empty();
    }
    String namespace = name.group("namespace");
    try {
      return Optional.of(
          new RepositoryName(
              namespace == null ? RepositoryName.LIBRARY : namespace, name.group("name")));
    } catch (InvalidRepositoryName e) {
      return Optional.empty();
    }
  }
}
