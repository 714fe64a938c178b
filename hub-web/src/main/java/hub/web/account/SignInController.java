package hub.web.account;

import hub.accounts.Account;
import hub.accounts.Caller;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.SignIns;
import hub.accounts.limit.TooManyAttempts;
import hub.web.security.Destination;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sign-in, and back to where one wanted to go. */
@Controller
class SignInController {

  private static final String HOME = "/";

  private final SignIns signIns;
  private final Sessions sessions;
  private final FieldMessages messages;

  SignInController(SignIns signIns, Sessions sessions, FieldMessages messages) {
    this.signIns = signIns;
    this.sessions = sessions;
    this.messages = messages;
  }

  @GetMapping("/login")
  String show(@RequestParam(defaultValue = "") String next, Caller caller, Model model) {
    if (!caller.isAnonymous()) {
      return "redirect:" + Destination.of(next, HOME);
    }
    return form("", next, model);
  }

  @PostMapping("/login")
  String signIn(
      @ModelAttribute("form") SignInForm form,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    try {
      Account account =
          signIns.signInByPassword(form.username(), form.password(), request.getRemoteAddr());
      sessions.start(account, request, response);
      return "redirect:" + Destination.of(form.next(), HOME);
    } catch (BadCredentials e) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      model.addAttribute("wrong", true);
    } catch (TooManyAttempts e) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      model.addAttribute("refusal", messages.of(e).text());
    }
    return form(form.username(), form.next(), model);
  }

  private static String form(String username, String next, Model model) {
    model.addAttribute("username", username);
    model.addAttribute("next", Destination.of(next, ""));
    return "account/login";
  }
}
