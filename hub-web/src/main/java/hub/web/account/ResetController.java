package hub.web.account;

import hub.accounts.Account;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.Outbox;
import hub.accounts.person.PasswordReset;
import hub.web.page.Notices;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A forgotten password: ask for a link, choose a new one. */
@Controller
class ResetController {

  private final PasswordReset reset;
  private final Outbox outbox;
  private final Sessions sessions;
  private final FieldMessages messages;
  private final Notices notices;

  ResetController(
      PasswordReset reset,
      Outbox outbox,
      Sessions sessions,
      FieldMessages messages,
      Notices notices) {
    this.reset = reset;
    this.outbox = outbox;
    this.sessions = sessions;
    this.messages = messages;
    this.notices = notices;
  }

  @GetMapping("/forgot")
  String ask(Model model) {
    return asking(model);
  }

  /** Says the same whether or not somebody has this name or address. */
  @PostMapping("/forgot")
  String send(
      @ModelAttribute("form") ForgotForm form,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    try {
      reset.request(form.username(), request.getRemoteAddr());
    } catch (TooManyAttempts e) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      model.addAttribute("refusal", messages.of(e).text());
      return asking(model);
    }
    model.addAttribute("outbox", outbox.isInUse());
    return "account/forgot-sent";
  }

  @GetMapping("/reset")
  String choose(
      @RequestParam(defaultValue = "") String token, HttpServletResponse response, Model model) {
    return page(token, null, response, model);
  }

  @PostMapping("/reset")
  String change(
      @ModelAttribute("form") ResetForm form,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    try {
      Account account =
          reset.change(form.token(), form.password(), request.getRemoteAddr()).orElse(null);
      if (account == null) {
        return page("", null, response, model);
      }
      sessions.start(account, request, response);
      notices.say(redirect, "account.password.changed");
      return "redirect:/";
    } catch (WeakPassword e) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(form.token(), messages.ofPassword(e.strength()), response, model);
    }
  }

  private String asking(Model model) {
    model.addAttribute("outbox", outbox.isInUse());
    return "account/forgot";
  }

  private String page(
      String token, @Nullable FieldFeedback feedback, HttpServletResponse response, Model model) {
    Account account = reset.find(token).orElse(null);
    if (account == null) {
      response.setStatus(HttpStatus.GONE.value());
      return "account/reset-gone";
    }
    model.addAttribute("token", token);
    model.addAttribute("name", account.name());
    model.addAttribute("feedback", feedback == null ? Map.of() : Map.of("password", feedback));
    return "account/reset";
  }
}
