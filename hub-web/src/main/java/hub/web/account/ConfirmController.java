package hub.web.account;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.InvalidEmail;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.Outbox;
import hub.accounts.person.Confirmation;
import hub.accounts.person.SignUp;
import hub.db.HubSettings;
import hub.web.page.Notices;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** "Check your mail", the link in that mail, and the welcome behind it. */
@Controller
class ConfirmController {

  private final Confirmation confirmation;
  private final Accounts accounts;
  private final Outbox outbox;
  private final SignUp signUp;
  private final HubSettings settings;
  private final FieldMessages messages;
  private final Sessions sessions;
  private final Notices notices;

  ConfirmController(
      Confirmation confirmation,
      Accounts accounts,
      Outbox outbox,
      SignUp signUp,
      HubSettings settings,
      FieldMessages messages,
      Sessions sessions,
      Notices notices) {
    this.confirmation = confirmation;
    this.accounts = accounts;
    this.outbox = outbox;
    this.signUp = signUp;
    this.settings = settings;
    this.messages = messages;
    this.sessions = sessions;
    this.notices = notices;
  }

  /** Where the link was sent, how to get another one, and how to fix a wrong address. */
  @GetMapping("/confirm")
  String waiting(Caller caller, Model model) {
    Long id = caller.accountId();
    if (id == null) {
      return "redirect:/login?next=/confirm";
    }
    Account account = accounts.findById(id).orElseThrow();
    return account.isEmailConfirmed()
        ? "redirect:/welcome"
        : checkMail(account, new AddressForm(account.email()), null, model);
  }

  /**
   * The link. One GET confirms, as people and scripts expect; a program that looks at the links of
   * a mail before its reader does no harm, since opening the link again says that all is well.
   */
  @GetMapping(path = "/confirm", params = "token")
  String confirm(
      @RequestParam String token,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    if (HttpMethod.HEAD.matches(request.getMethod())) {
      return "account/link";
    }
    Confirmation.Result result = confirmation.confirm(token, request.getRemoteAddr());
    Account account = result.account();
    boolean own = account != null && caller.is(account.id());
    switch (result.outcome()) {
      case CONFIRMED -> {
        if (account != null && (own || caller.isAnonymous())) {
          if (!own) {
            sessions.start(account, request, response);
          }
          if (result.first()) {
            return "redirect:/welcome";
          }
          notices.say(redirect, "account.email.changed");
          return "redirect:/settings/email";
        }
      }
      case ALREADY -> {
        if (own) {
          return "redirect:/welcome";
        }
      }
      case EXPIRED -> response.setStatus(HttpStatus.GONE.value());
      case TAKEN -> response.setStatus(HttpStatus.CONFLICT.value());
      case UNKNOWN -> response.setStatus(HttpStatus.NOT_FOUND.value());
    }
    model.addAttribute("outcome", result.outcome().name());
    model.addAttribute("name", account == null ? "" : account.name());
    model.addAttribute("canResend", !caller.isAnonymous() && !caller.isConfirmed());
    return "account/link";
  }

  @PostMapping("/confirm/resend")
  String resend(
      Caller caller, HttpServletResponse response, RedirectAttributes redirect, Model model) {
    Long id = caller.accountId();
    if (id == null) {
      return "redirect:/login?next=/confirm";
    }
    try {
      confirmation.resend(id);
      notices.say(redirect, "account.confirm.resent");
    } catch (TooManyAttempts e) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      model.addAttribute("refusal", messages.of(e).text());
      Account account = accounts.findById(id).orElseThrow();
      return checkMail(account, new AddressForm(account.email()), null, model);
    }
    return caller.isConfirmed() ? "redirect:/settings/email" : "redirect:/confirm";
  }

  @PostMapping("/confirm/email")
  String correct(
      @ModelAttribute("form") AddressForm form,
      Caller caller,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    Long id = caller.accountId();
    if (id == null) {
      return "redirect:/login?next=/confirm";
    }
    try {
      confirmation.correct(caller.actor(), id, form.email());
      notices.say(redirect, "account.confirm.corrected");
      return "redirect:/confirm";
    } catch (InvalidEmail e) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return checkMail(
          accounts.findById(id).orElseThrow(), form, messages.ofEmail(e.mistake()), model);
    } catch (TooManyAttempts e) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      return checkMail(accounts.findById(id).orElseThrow(), form, messages.of(e), model);
    }
  }

  /** What comes next, for somebody who has just begun. */
  @GetMapping("/welcome")
  String welcome(Caller caller, Model model) {
    if (!caller.isConfirmed() || caller.account() == null) {
      return "redirect:/confirm";
    }
    model.addAttribute("name", caller.account().name());
    // for whoever runs the hub: how it stands
    model.addAttribute("outbox", outbox.isInUse());
    model.addAttribute("tls", "https".equals(settings.url().getScheme()));
    model.addAttribute("signUpOpen", signUp.isOpen());
    return "account/welcome";
  }

  private String checkMail(
      Account account, AddressForm form, @Nullable FieldFeedback feedback, Model model) {
    model.addAttribute("email", account.email());
    model.addAttribute("form", form);
    model.addAttribute("feedback", feedback == null ? Map.of() : Map.of("email", feedback));
    model.addAttribute("wait", confirmation.untilResend(account.id()).toSeconds());
    model.addAttribute("outbox", outbox.isInUse());
    return "account/check-mail";
  }
}
