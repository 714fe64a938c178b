package hub.web.security;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.Credential;
import hub.accounts.Epoch;
import hub.accounts.Origin;
import hub.accounts.Reach;
import hub.web.api.ApiCredentialsFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Who makes a request. A session holds only an account's id and its epoch; the account itself is
 * read once a request, so that a confirmation, the rights of an admin, a new password or a
 * suspension take effect at once.
 */
@Component
class Callers {

  private static final String ACCOUNT = Callers.class.getName() + ".account";

  /** In a session: its {@link Epoch}, as text. */
  static final String EPOCH = "hub.epoch";

  private final Accounts accounts;

  Callers(Accounts accounts) {
    this.accounts = accounts;
  }

  Caller current(HttpServletRequest request) {
    return ApiCredentialsFilter.caller().orElseGet(() -> ofSession(request));
  }

  private Caller ofSession(HttpServletRequest request) {
    Origin origin = Origin.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
    return account(request)
        .map(
            account ->
                Caller.of(
                    account, Credential.session(account.passwordEpoch(), origin), Reach.EVERYTHING))
        .orElse(Caller.anonymous(origin));
  }

  /** The account that is signed in on these pages. */
  Optional<Account> account(HttpServletRequest request) {
    if (request.getAttribute(ACCOUNT) instanceof Account account) {
      return Optional.of(account);
    }
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !isSession(authentication)) {
      return Optional.empty();
    }
    Optional<Account> account =
        accounts
            .findById(Long.parseLong(authentication.getName()))
            .filter(it -> !it.isSuspended() && it.passwordEpoch().equals(epoch(request)));
    account.ifPresent(it -> request.setAttribute(ACCOUNT, it));
    return account;
  }

  /** The age of the session; one that was begun before sessions had any is of the first. */
  private static Epoch epoch(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(EPOCH) instanceof String epoch
        ? Epoch.parse(epoch)
        : Epoch.FIRST;
  }

  /** Forgets what was read, after the account was changed or somebody else signed in. */
  void forget(HttpServletRequest request) {
    request.removeAttribute(ACCOUNT);
  }

  private static boolean isSession(Authentication authentication) {
    return authentication.isAuthenticated()
        && !(authentication instanceof AnonymousAuthenticationToken)
        && !(authentication.getPrincipal() instanceof Caller);
  }
}
