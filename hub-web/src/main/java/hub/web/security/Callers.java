package hub.web.security;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Who makes a request. A session holds only an account's id; the account itself is read once a
 * request, so that a confirmation or the rights of an admin take effect at once.
 */
@Component
class Callers {

  private static final String ACCOUNT = Callers.class.getName() + ".account";

  private final Accounts accounts;

  Callers(Accounts accounts) {
    this.accounts = accounts;
  }

  Caller current(HttpServletRequest request) {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
      return caller;
    }
    return account(request).map(Caller::of).orElse(Caller.anonymous());
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
    var account = accounts.findById(Long.parseLong(authentication.getName()));
    account.ifPresent(it -> request.setAttribute(ACCOUNT, it));
    return account;
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
