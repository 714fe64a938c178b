package hub.web.account;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.accounts.InvalidEmail;
import hub.accounts.credential.BadCredentials;
import hub.accounts.credential.WeakPassword;
import hub.accounts.limit.TooManyAttempts;
import hub.accounts.mail.Outbox;
import hub.accounts.person.Profile;
import hub.web.page.Notices;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own account: name, address, password, what pushes create, and how pages look. */
@Controller
@RequestMapping("/settings")
class SettingsController {

  private final Accounts accounts;
  private final Profile mine;
  private final Outbox outbox;
  private final Sessions sessions;
  private final FieldMessages messages;
  private final Notices notices;

  SettingsController(
      Accounts accounts,
      Profile mine,
      Outbox outbox,
      Sessions sessions,
      FieldMessages messages,
      Notices notices) {
    this.accounts = accounts;
    this.mine = mine;
    this.outbox = outbox;
    this.sessions = sessions;
    this.messages = messages;
    this.notices = notices;
  }

  @GetMapping
  String profile(Caller caller, Model model) {
    Account account = account(caller);
    return profile(account, new ProfileForm(account.fullName()), Map.of(), model);
  }

  @PostMapping
  String rename(
      @ModelAttribute("form") ProfileForm form,
      Caller caller,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    String name = form.fullName();
    boolean odd = name.chars().anyMatch(Character::isISOControl);
    if (odd || name.length() > Profile.LONGEST_FULL_NAME) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      FieldFeedback feedback =
          odd
              ? messages.bad("settings.fullName.odd")
              : messages.bad("settings.fullName.long", Profile.LONGEST_FULL_NAME);
      return profile(account(caller), form, Map.of("fullName", feedback), model);
    }
    mine.rename(caller.actor(), account(caller).id(), name);
    notices.say(redirect, "settings.saved");
    return "redirect:/settings";
  }

  @GetMapping("/repositories")
  String repositories(Caller caller, Model model) {
    model.addAttribute("page", "repositories");
    model.addAttribute("privateByDefault", account(caller).isPrivateByDefault());
    return "settings/repositories";
  }

  @PostMapping("/repositories")
  String repositories(
      @ModelAttribute("form") NewRepositoriesForm form,
      Caller caller,
      RedirectAttributes redirect) {
    mine.setPrivateByDefault(
        caller.actor(), account(caller).id(), form.visibility().equals("private"));
    notices.say(redirect, "settings.saved");
    return "redirect:/settings/repositories";
  }

  @GetMapping("/appearance")
  String appearance(Caller caller, Model model) {
    model.addAttribute("page", "appearance");
    String theme = account(caller).theme();
    model.addAttribute("chosen", theme == null ? "system" : theme);
    return "settings/appearance";
  }

  @PostMapping("/appearance")
  String appearance(
      @ModelAttribute("form") AppearanceForm form, Caller caller, RedirectAttributes redirect) {
    String theme = form.theme();
    boolean chosen = theme.equals("light") || theme.equals("dark");
    mine.setTheme(account(caller).id(), chosen ? theme : null);
    notices.say(redirect, "settings.saved");
    return "redirect:/settings/appearance";
  }

  @GetMapping("/email")
  String email(Caller caller, Model model) {
    return email(account(caller), new EmailForm("", ""), Map.of(), model);
  }

  @PostMapping("/email")
  String email(
      @ModelAttribute("form") EmailForm form,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    Account account = account(caller);
    Map<String, FieldFeedback> wrong = new HashMap<>();
    try {
      mine.changeEmail(account.id(), form.password(), form.email(), request.getRemoteAddr());
      notices.say(redirect, "settings.email.asked", form.email());
      return "redirect:/settings/email";
    } catch (InvalidEmail e) {
      wrong.put("email", messages.ofEmail(e.mistake()));
    } catch (BadCredentials e) {
      wrong.put("password", messages.bad("settings.password.wrong"));
    } catch (TooManyAttempts e) {
      wrong.put("email", messages.of(e));
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return email(account, form, wrong, model);
  }

  @PostMapping("/email/keep")
  String keepEmail(Caller caller, RedirectAttributes redirect) {
    mine.keepEmail(caller.actor(), account(caller).id());
    notices.say(redirect, "settings.saved");
    return "redirect:/settings/email";
  }

  @GetMapping("/password")
  String password(Model model) {
    return password(Map.of(), model);
  }

  @PostMapping("/password")
  String password(
      @ModelAttribute("form") PasswordForm form,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes redirect,
      Model model) {
    Map<String, FieldFeedback> wrong = new HashMap<>();
    Account account = account(caller);
    try {
      mine.changePassword(account.id(), form.current(), form.password(), request.getRemoteAddr());
      sessions.start(account(caller), request, response);
      notices.say(redirect, "account.password.changed");
      return "redirect:/settings/password";
    } catch (BadCredentials e) {
      wrong.put("current", messages.bad("settings.password.wrong"));
    } catch (WeakPassword e) {
      wrong.put("password", messages.ofPassword(e.strength()));
    } catch (TooManyAttempts e) {
      wrong.put("current", messages.of(e));
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return password(wrong, model);
  }

  private Account account(Caller caller) {
    Long id = caller.accountId();
    if (id == null) {
      throw new IllegalStateException("settings are behind the sign-in");
    }
    return accounts.findById(id).orElseThrow();
  }

  private static String profile(
      Account account, ProfileForm form, Map<String, FieldFeedback> wrong, Model model) {
    model.addAttribute("page", "profile");
    model.addAttribute("name", account.name());
    model.addAttribute("form", form);
    model.addAttribute("feedback", wrong);
    return "settings/profile";
  }

  private String email(
      Account account, EmailForm form, Map<String, FieldFeedback> wrong, Model model) {
    model.addAttribute("page", "email");
    model.addAttribute("email", account.email());
    model.addAttribute("confirmed", account.isEmailConfirmed());
    model.addAttribute("pending", account.pendingEmail());
    model.addAttribute("outbox", outbox.isInUse());
    model.addAttribute("form", form);
    model.addAttribute("feedback", wrong);
    return "settings/email";
  }

  private static String password(Map<String, FieldFeedback> wrong, Model model) {
    model.addAttribute("page", "password");
    model.addAttribute("feedback", wrong);
    return "settings/password";
  }
}
