package hub.web.api;

import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.access.NotAllowed;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The one door of the API. Every handler names what it needs by {@link Needs}; the door asks for it
 * and hands out what is granted. A handler that names nothing is not called.
 */
@Component
class ApiDoor implements HandlerInterceptor {

  private static final String GRANTED = ApiDoor.class.getName() + ".granted";

  private final Permissions permissions;

  ApiDoor(Permissions permissions) {
    this.permissions = permissions;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Needs needs = method.getMethodAnnotation(Needs.class);
      if (needs == null && request.getMethod().equals("OPTIONS")) {
        // Spring's own answer, which tells the methods and nothing else.
        return true;
      }
      if (needs == null) {
        throw new ObjectNotFound();
      }
      authorise(needs.value(), request);
    }
    return true;
  }

  private void authorise(Access access, HttpServletRequest request) {
    Caller caller = ApiCredentialsFilter.caller().orElse(Caller.anonymous());
    if (caller.isAnonymous() && access != Access.NOTHING && access != Access.READ) {
      throw new BadCredentials();
    }
    switch (access) {
      case NOTHING, ACCOUNT -> {}
      case NAMESPACE -> grant(request, namespace(caller, request));
      case READ, READ_SIGNED_IN -> grant(request, repository(caller, request, Permission.READ));
      case ADMIN -> grant(request, repository(caller, request, Permission.ADMIN));
    }
  }

  private GrantedNamespace namespace(Caller caller, HttpServletRequest request) {
    String namespace = variable(request, "namespace");
    if (!permissions.ownsNamespace(caller, namespace)) {
      throw new NotAllowed("You may not make repositories in " + namespace + ".");
    }
    return new GrantedNamespace(caller, namespace);
  }

  private GrantedRepository repository(
      Caller caller, HttpServletRequest request, Permission needed) {
    RepositoryName name = name(request);
    VisibleRepository seen = permissions.requireVisible(caller, name, needed);
    return new GrantedRepository(caller, seen.repository(), seen.permission());
  }

  /** A name that cannot be is one that is not there. */
  private static RepositoryName name(HttpServletRequest request) {
    try {
      return new RepositoryName(variable(request, "namespace"), variable(request, "repository"));
    } catch (InvalidRepositoryName e) {
      throw new RepositoryNotFound();
    }
  }

  private static String variable(HttpServletRequest request, String name) {
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && variables.get(name) instanceof String value) {
      return value;
    }
    throw new IllegalStateException("the path has no {" + name + "}");
  }

  private static void grant(HttpServletRequest request, Object granted) {
    request.setAttribute(GRANTED, granted);
  }

  /**
   * What was granted to this request.
   *
   * @throws IllegalStateException where the handler asks for more than it has named
   */
  static <T> T granted(HttpServletRequest request, Class<T> type) {
    Object granted = request.getAttribute(GRANTED);
    if (!type.isInstance(granted)) {
      throw new IllegalStateException("the handler needs no " + type.getSimpleName());
    }
    return type.cast(granted);
  }
}
