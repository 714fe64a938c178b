package hub.registry.protocol;

import hub.accounts.Caller;
import hub.accounts.Origin;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.Epochs;
import hub.registry.access.Authentication;
import hub.registry.access.InvalidToken;
import hub.registry.access.Visitor;
import hub.registry.limit.UploadSlots;
import hub.registry.protocol.RegistryPath.Resource;
import hub.registry.protocol.Routes.RepositoryRoute;
import hub.registry.protocol.Routes.SiteRoute;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.access.VisibleRepository;
import hub.repositories.push.PushAdmission;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one door of the registry. Every request to it comes through here: it is told who asks, finds
 * the repository, asks what the caller may do there at this moment, and only then calls the route's
 * handler. What may not be seen and what does not exist are answered by the same lines.
 */
@Component
class RegistryDoor implements Filter {

  private static final Logger log = LoggerFactory.getLogger(RegistryDoor.class);

  private final Routes routes;
  private final Authentication authentication;
  private final Epochs epochs;
  private final Permissions permissions;
  private final PushAdmission admission;
  private final Challenges challenges;
  private final Replies errors;
  private final TokenEndpoint tokens;
  private final UploadSlots places;

  RegistryDoor(
      Routes routes,
      Authentication authentication,
      Epochs epochs,
      Permissions permissions,
      PushAdmission admission,
      Challenges challenges,
      Replies errors,
      TokenEndpoint tokens,
      UploadSlots places) {
    this.routes = routes;
    this.authentication = authentication;
    this.epochs = epochs;
    this.permissions = permissions;
    this.admission = admission;
    this.challenges = challenges;
    this.errors = errors;
    this.tokens = tokens;
    this.places = places;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse reply = (HttpServletResponse) response;
    String uri = http.getRequestURI();
    RegistryPath path = RegistryPath.parse(uri);
    if (path != null) {
      reply.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
      reply.setHeader("X-Content-Type-Options", "nosniff");
      answer(http, reply, () -> dispatch(http, reply, path));
    } else if (uri.equals("/token")) {
      reply.setHeader("X-Content-Type-Options", "nosniff");
      answer(http, reply, () -> tokens.answer(http, reply));
    } else {
      chain.doFilter(request, response);
    }
  }

  private interface Answer {
    void run() throws IOException;
  }

  private void answer(HttpServletRequest http, HttpServletResponse reply, Answer answer)
      throws IOException {
    try {
      answer.run();
    } catch (BadCredentials e) {
      // It has ended behind the door: the client is told how to sign in anew.
      errors.send(
          reply,
          new RegistryFailure(ErrorCode.UNAUTHORIZED, e.getMessage())
              .with("WWW-Authenticate", challenges.challenge(http, null, "invalid_token")));
    } catch (RuntimeException e) {
      Optional<RegistryFailure> failure = RegistryErrors.translate(e);
      if (failure.isPresent()) {
        errors.send(reply, failure.get());
      } else {
        log.error("{} {} failed", http.getMethod(), http.getRequestURI(), e);
        errors.sendUnforeseen(reply);
      }
    }
  }

  private void dispatch(HttpServletRequest http, HttpServletResponse reply, RegistryPath path)
      throws IOException {
    RegistryRequest request = new RegistryRequest(http, path);
    if (path.resource() == Resource.UNKNOWN) {
      throw new RegistryFailure(ErrorCode.UNSUPPORTED, 404, "there is nothing at this path", null);
    }
    if (routes.isSite(path.resource())) {
      SiteRoute route =
          routes.site(http.getMethod(), path.resource()).orElseThrow(() -> wrongMethod(path));
      route.handler().handle(standing(http), request, reply);
      return;
    }
    RepositoryName name = name(path, http.getMethod());
    RepositoryRoute route =
        routes.repository(http.getMethod(), path.resource()).orElseThrow(() -> wrongMethod(path));
    Visitor visitor = visitor(http, authentication::visitor);
    Granted granted;
    try {
      granted = authoriseStanding(route.need(), visitor, name, request);
    } catch (RegistryFailure e) {
      if (path.resource() == Resource.REFERRERS && e.code() == ErrorCode.NAME_UNKNOWN) {
        // Only told to those who may know it; and of nothing there are no referrers, says the spec.
        routes.noReferrers().handle(request, reply);
        return;
      }
      throw e;
    }
    if (route.need() == RequiredAccess.PULL || !request.hasBody()) {
      route.handler().handle(granted, request, reply);
      return;
    }
    try (UploadSlots.Slot _ = places.take(granted.accountId())) {
      route.handler().handle(granted, request, reply);
    }
  }

  /**
   * A name that the specification does not know is told so. One that it knows and that can name
   * nothing here, such as one of three parts, is a fair name of no repository to who reads, and no
   * place to push to: Docker's client tries again for a minute whatever else it is told.
   */
  private static RepositoryName name(RegistryPath path, String method) {
    try {
      return RepositoryName.parse(path.name());
    } catch (InvalidRepositoryName e) {
      if (!e.isSpecified()) {
        throw e;
      }
      boolean reads = method.equals("GET") || method.equals("HEAD");
      throw new RegistryFailure(reads ? ErrorCode.NAME_UNKNOWN : ErrorCode.DENIED, e.getMessage());
    }
  }

  private interface Reader {
    Visitor visitor(@Nullable String authorization, Origin origin);
  }

  private Visitor visitor(HttpServletRequest http, Reader reader) {
    try {
      return reader.visitor(
          http.getHeader("Authorization"),
          Origin.of(http.getRemoteAddr(), http.getHeader("User-Agent")));
    } catch (InvalidToken e) {
      throw new RegistryFailure(ErrorCode.UNAUTHORIZED, e.getMessage())
          .with("WWW-Authenticate", challenges.challenge(http, null, "invalid_token"));
    } catch (BadCredentials e) {
      throw new RegistryFailure(ErrorCode.UNAUTHORIZED, e.getMessage())
          .with("WWW-Authenticate", challenges.challenge(http, null, null));
    }
  }

  /** A visitor to what is no repository, where nothing else asks whether the credential stands. */
  private Visitor standing(HttpServletRequest http) {
    Visitor visitor = visitor(http, authentication::visitor);
    return epochs.standing(visitor.caller()).isPresent()
        ? visitor
        : visitor(http, authentication::visitorAnew);
  }

  /**
   * Asks for the permission, by which it is told too whether the credential still stands. Where it
   * has ended, it is checked once more: the password may have been changed and changed back.
   */
  private Granted authoriseStanding(
      RequiredAccess need, Visitor visitor, RepositoryName name, RegistryRequest request) {
    try {
      return authorise(need, visitor, name, request);
    } catch (BadCredentials ended) {
      return authorise(
          need, visitor(request.servlet(), authentication::visitorAnew), name, request);
    }
  }

  /**
   * Lets through or throws. What is thrown depends on the name as it was written and on the caller,
   * never on whether a repository that the caller may not see exists.
   */
  private Granted authorise(
      RequiredAccess need, Visitor visitor, RepositoryName name, RegistryRequest request) {
    return switch (need) {
      case PULL -> authorisePull(visitor, name, request);
      case OPEN, PUSH -> authorisePush(need, visitor, name, request);
      case DELETE -> authoriseDelete(visitor, name, request);
    };
  }

  private Granted authorisePull(Visitor visitor, RepositoryName name, RegistryRequest request) {
    Caller caller = visitor.caller();
    if (visitor.reaches(name, "pull")) {
      Optional<Granted> seen = seenToPull(visitor, name);
      if (seen.isPresent()) {
        return seen.get();
      }
      if (permissions.ownsNamespace(caller, name.namespace())) {
        throw new RegistryFailure(ErrorCode.NAME_UNKNOWN);
      }
    }
    if (visitor.hasToken() && visitor.reaches(name, "push")) {
      if (request.isHead() && request.resource() == Resource.BLOB) {
        // podman stops at any other answer; so it comes as far as being told the reason.
        throw new RegistryFailure(ErrorCode.BLOB_UNKNOWN);
      }
      // About to push: the reason why not comes now, in words. Who only looks makes no draft.
      admission.require(caller, name);
      throw new RegistryFailure(ErrorCode.NAME_UNKNOWN);
    }
    throw unauthorised(RequiredAccess.PULL, caller, request);
  }

  private Optional<Granted> seenToPull(Visitor visitor, RepositoryName name) {
    return visitor.reaches(name, "push")
        ? permissions.see(visitor.caller(), name).map(it -> granted(visitor, it))
        : permissions
            .seeToRead(visitor.caller(), name)
            .map(it -> new Granted(it, visitor, Permission.READ));
  }

  private Granted authorisePush(
      RequiredAccess need, Visitor visitor, RepositoryName name, RegistryRequest request) {
    Caller caller = visitor.caller();
    if (caller.isAnonymous() || !visitor.reaches(name, "push")) {
      throw unauthorised(need, caller, request);
    }
    Optional<VisibleRepository> seen = permissions.see(caller, name);
    boolean mayWrite = seen.filter(it -> it.permission().allows(Permission.WRITE)).isPresent();
    if (mayWrite && (need == RequiredAccess.PUSH || !seen.get().repository().draft())) {
      return granted(visitor, seen.get());
    }
    if (need == RequiredAccess.OPEN) {
      return new Granted(admission.open(caller, name), visitor, Permission.WRITE);
    }
    if (seen.isEmpty() && permissions.ownsNamespace(caller, name.namespace())) {
      throw new RegistryFailure(ErrorCode.NAME_UNKNOWN);
    }
    admission.require(caller, name);
    throw new RegistryFailure(ErrorCode.DENIED);
  }

  private Granted authoriseDelete(Visitor visitor, RepositoryName name, RegistryRequest request) {
    Caller caller = visitor.caller();
    if (caller.isAnonymous() || !visitor.reaches(name, "delete")) {
      throw unauthorised(RequiredAccess.DELETE, caller, request);
    }
    Optional<VisibleRepository> seen = permissions.see(caller, name);
    if (seen.filter(it -> it.permission().allows(Permission.ADMIN)).isPresent()) {
      return granted(visitor, seen.get());
    }
    if (seen.isEmpty() && permissions.ownsNamespace(caller, name.namespace())) {
      throw new RegistryFailure(ErrorCode.NAME_UNKNOWN);
    }
    throw new RegistryFailure(
        ErrorCode.DENIED, Denials.words(RequiredAccess.DELETE, caller, address(request)));
  }

  /** A token that was made for pulling does not push, whatever its owner may. */
  private static Granted granted(Visitor visitor, VisibleRepository seen) {
    boolean pushes = visitor.reaches(seen.repository().name(), "push");
    return new Granted(seen.repository(), visitor, pushes ? seen.permission() : Permission.READ);
  }

  private String address(RegistryRequest request) {
    return challenges.address(request.servlet());
  }

  private RegistryFailure unauthorised(
      RequiredAccess need, Caller caller, RegistryRequest request) {
    String scope = "repository:" + request.nameAsWritten() + ":" + need.actions();
    if (request.header("Authorization") == null) {
      return new RegistryFailure(ErrorCode.UNAUTHORIZED)
          .with("WWW-Authenticate", challenges.challenge(request.servlet(), scope, null));
    }
    String words = Denials.words(need, caller, address(request));
    return new RegistryFailure(ErrorCode.DENIED, HttpServletResponse.SC_UNAUTHORIZED, words, null)
        .with(
            "WWW-Authenticate",
            challenges.challenge(request.servlet(), scope, "insufficient_scope", words));
  }

  private RegistryFailure wrongMethod(RegistryPath path) {
    return new RegistryFailure(ErrorCode.UNSUPPORTED)
        .with("Allow", routes.methods(path.resource()));
  }
}
