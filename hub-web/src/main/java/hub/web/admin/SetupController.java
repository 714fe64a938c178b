package hub.web.admin;

import hub.accounts.InvalidAccountName;
import hub.accounts.InvalidEmail;
import hub.accounts.credential.WeakPassword;
import hub.accounts.person.SetupLink;
import hub.web.account.FieldFeedback;
import hub.web.account.FieldMessages;
import hub.web.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page behind the set-up link: the first site admin. */
@Controller
class SetupController {

  private final SetupLink link;
  private final FieldMessages messages;
  private final Sessions sessions;

  SetupController(SetupLink link, FieldMessages messages, Sessions sessions) {
    this.link = link;
    this.messages = messages;
    this.sessions = sessions;
  }

  @GetMapping("/setup")
  String show(
      @RequestParam(defaultValue = "") String code, HttpServletResponse response, Model model) {
    return form(code, "", "", Map.of(), response, model);
  }

  @PostMapping("/setup")
  String make(
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String username,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String name = username.strip();
    String address = email.strip();
    var wrong = new HashMap<String, FieldFeedback>();
    try {
      var admin = link.makeAdmin(code, name, address, password);
      if (admin.isPresent()) {
        sessions.start(admin.get(), request, response);
        return "redirect:/welcome";
      }
    } catch (InvalidAccountName e) {
      wrong.put("username", messages.ofName(name, e.fault()));
    } catch (InvalidEmail e) {
      wrong.put("email", messages.ofEmail(e));
    } catch (WeakPassword e) {
      wrong.put("password", messages.ofPassword(e.strength()));
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return form(code, name, address, wrong, response, model);
  }

  private String form(
      String code,
      String username,
      String email,
      Map<String, FieldFeedback> wrong,
      HttpServletResponse response,
      Model model) {
    if (!link.isOpen(code)) {
      response.setStatus(HttpStatus.GONE.value());
      return "admin/setup-gone";
    }
    model.addAttribute("code", code);
    model.addAttribute("username", username);
    model.addAttribute("email", email);
    model.addAttribute("feedback", wrong);
    return "admin/setup";
  }
}
