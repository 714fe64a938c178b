package hub.web.account;

import hub.accounts.Account;
import hub.accounts.AccountName;
import hub.accounts.Caller;
import hub.accounts.EmailAddress;
import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.credential.PasswordStrength;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.person.SignUp;
import hub.accounts.person.SignUpClosed;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sign-up: one form, what the hub thinks of each field while it is typed, and the account. */
@Controller
class SignUpController {

  private final SignUp signUp;
  private final Passwords passwords;
  private final FieldMessages messages;
  private final Sessions sessions;

  SignUpController(SignUp signUp, Passwords passwords, FieldMessages messages, Sessions sessions) {
    this.signUp = signUp;
    this.passwords = passwords;
    this.messages = messages;
    this.sessions = sessions;
  }

  /** The second and third address are Docker Hub's; links to them carry all kinds of parameters. */
  @GetMapping({"/signup", "/register", "/account/signup"})
  String show(Caller caller, Model model) {
    if (!caller.isAnonymous()) {
      return "redirect:/";
    }
    return form(SignUpForm.empty(), Map.of(), model);
  }

  @PostMapping({"/signup", "/register", "/account/signup"})
  String create(
      @ModelAttribute("form") SignUpForm form,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    if (!caller.isAnonymous()) {
      return "redirect:/";
    }
    Map<String, FieldFeedback> wrong =
        messages.ofAccount(
            form.username(), signUp.check(form.username()), form.email(), rate(form));
    if (wrong.isEmpty()) {
      try {
        Account account =
            signUp.signUp(form.username(), form.email(), form.password(), request.getRemoteAddr());
        sessions.start(account, request, response);
        return "redirect:/confirm";
      } catch (InvalidAccountName e) {
        wrong.put("username", messages.ofName(form.username(), e.fault()));
      } catch (InvalidEmail e) {
        wrong.put("email", messages.ofEmail(e.mistake()));
      } catch (WeakPassword e) {
        wrong.put("password", messages.ofPassword(e.strength()));
      } catch (SignUpClosed e) {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        return form(SignUpForm.empty(), Map.of(), model);
      } catch (TooManyAttempts e) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        model.addAttribute("refusal", messages.of(e).text());
        return form(form, wrong, model);
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return form(form, wrong, model);
  }

  /** What the hub thinks of a name, while it is typed. */
  @GetMapping("/signup/username")
  String username(@RequestParam(defaultValue = "") String username, Model model) {
    String name = username.strip();
    return feedback("username", messages.ofName(name, signUp.check(name)), model);
  }

  /** What it thinks of the form of an address; whether it is known nobody learns here. */
  @GetMapping("/signup/email")
  String email(@RequestParam(defaultValue = "") String email, Model model) {
    return feedback("email", messages.ofEmail(EmailAddress.check(email.strip())), model);
  }

  /** What a password is worth. Sent as a form, so that it stands in no log of addresses. */
  @PostMapping("/signup/password")
  String password(@ModelAttribute("form") SignUpForm form, Model model) {
    PasswordStrength strength = rate(form);
    return feedback("password", messages.ofPassword(strength), model);
  }

  private PasswordStrength rate(SignUpForm form) {
    return passwords.rate(form.password(), List.of(form.username(), form.email()));
  }

  private String form(SignUpForm form, Map<String, FieldFeedback> wrong, Model model) {
    if (!signUp.isOpen()) {
      return "account/closed";
    }
    model.addAttribute("form", form);
    model.addAttribute("feedback", wrong);
    boolean named = AccountName.check(form.username()) == null;
    model.addAttribute("sample", named ? form.username() : messages.text("account.signup.sample"));
    return "account/signup";
  }

  private static String feedback(String field, FieldFeedback feedback, Model model) {
    model.addAttribute("field", field);
    model.addAttribute("feedback", feedback);
    return "account/feedback :: live";
  }
}
