package hub.web.admin;

import hub.accounts.mail.Outbox;
import hub.web.page.NothingHere;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The mails that lie in the outbox, since no SMTP server is set. Their text part only. */
@Controller
class OutboxController {

  private final Outbox outbox;

  OutboxController(Outbox outbox) {
    this.outbox = outbox;
  }

  @GetMapping("/admin")
  String start() {
    return "redirect:/admin/outbox";
  }

  @GetMapping("/admin/outbox")
  String list(Model model) {
    model.addAttribute("mails", outbox.list());
    model.addAttribute("inUse", outbox.isInUse());
    return "admin/outbox";
  }

  @GetMapping("/admin/outbox/{id}")
  String show(@PathVariable String id, Model model) {
    model.addAttribute("mail", outbox.find(id).orElseThrow(NothingHere::new));
    return "admin/mail";
  }
}
