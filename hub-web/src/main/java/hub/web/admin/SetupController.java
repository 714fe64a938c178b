package hub.web.admin;

import hub.accounts.Account;
import hub.accounts.AccountName;
import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.credential.Passwords;
import hub.accounts.credential.WeakPassword;
import hub.accounts.person.SetupLink;
import hub.web.account.FieldFeedback;
import hub.web.account.FieldMessages;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page behind the set-up link: the first site admin. */
@Controller
class SetupController {

  private final SetupLink link;
  private final Passwords passwords;
  private final FieldMessages messages;
  private final Sessions sessions;

  SetupController(SetupLink link, Passwords passwords, FieldMessages messages, Sessions sessions) {
    this.link = link;
    this.passwords = passwords;
    this.messages = messages;
    this.sessions = sessions;
  }

  @GetMapping("/setup")
  String show(
      @RequestParam(defaultValue = "") String code, HttpServletResponse response, Model model) {
    return page(new SetupForm(code, "", "", ""), Map.of(), response, model);
  }

  @PostMapping("/setup")
  String make(
      @ModelAttribute("form") SetupForm form,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    if (!link.isOpen(form.code())) {
      return page(form, Map.of(), response, model);
    }
    Map<String, FieldFeedback> wrong =
        messages.ofAccount(
            form.username(),
            AccountName.checkForOperator(form.username()),
            form.email(),
            passwords.rate(form.password(), List.of(form.username(), form.email())));
    if (!wrong.isEmpty()) {
      return refused(form, wrong, response, model);
    }
    try {
      Optional<Account> admin =
          link.makeAdmin(
              form.code(), form.username(), form.email(), form.password(), request.getRemoteAddr());
      if (admin.isPresent()) {
        sessions.start(admin.get(), request, response);
        return "redirect:/welcome";
      }
    } catch (InvalidAccountName e) {
      wrong.put("username", messages.ofName(form.username(), e.fault()));
    } catch (InvalidEmail e) {
      wrong.put("email", messages.ofEmail(e.mistake()));
    } catch (WeakPassword e) {
      wrong.put("password", messages.ofPassword(e.strength()));
    }
    return refused(form, wrong, response, model);
  }

  private String refused(
      SetupForm form, Map<String, FieldFeedback> wrong, HttpServletResponse response, Model model) {
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(form, wrong, response, model);
  }

  private String page(
      SetupForm form, Map<String, FieldFeedback> wrong, HttpServletResponse response, Model model) {
    if (!link.isOpen(form.code())) {
      response.setStatus(HttpStatus.GONE.value());
      return "admin/setup-gone";
    }
    model.addAttribute("form", form);
    model.addAttribute("feedback", wrong);
    return "admin/setup";
  }
}
