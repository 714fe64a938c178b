package hub.web.security;

import hub.accounts.Account;
import hub.accounts.Caller;
import hub.accounts.PasswordChanged;
import hub.accounts.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Signs people in and out of the pages. */
@Component
public class Sessions {

  private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
  private final Callers callers;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Sessions(Callers callers, JdbcClient jdbc, ApplicationEventPublisher events) {
    this.callers = callers;
    this.jdbc = jdbc;
    this.events = events;
  }

  /** Signs this account in, in a new session: what was known of the old one opens nothing. */
  public void start(Account account, HttpServletRequest request, HttpServletResponse response) {
    var old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    request.getSession(true).setAttribute(Callers.EPOCH, account.passwordEpoch().text());
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            Long.toString(account.id()), null, List.of()));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    callers.forget(request);
    CsrfTokens.renew(request, response);
    Caller caller = callers.current(request);
    events.publishEvent(new SignedIn(account.id(), "pages", caller.actor()));
  }

  /** Whoever was signed in with the old password is signed out, on every device. */
  @EventListener
  void on(PasswordChanged event) {
    jdbc.sql("delete from spring_session where principal_name = ?")
        .param(Long.toString(event.accountId()))
        .update();
  }
}
