package hub.web.admin;

import hub.accounts.mail.Outbox;
import hub.db.HubSettings;
import hub.web.page.NothingHere;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The mails that lie in the outbox, since no SMTP server is set. Their text part only. */
@Controller
class OutboxController {

  private final Outbox outbox;
  private final HubSettings settings;

  OutboxController(Outbox outbox, HubSettings settings) {
    this.outbox = outbox;
    this.settings = settings;
  }

  @GetMapping("/admin")
  String start() {
    return "redirect:/admin/outbox";
  }

  /** The newest mails, or those older than {@code before}. */
  @GetMapping("/admin/outbox")
  String list(@RequestParam(defaultValue = "") String before, Model model) {
    Outbox.Page page = outbox.page(before);
    model.addAttribute("mails", page.mails());
    model.addAttribute("newer", address(page.newer()));
    model.addAttribute("older", address(page.older()));
    model.addAttribute("inUse", outbox.isInUse());
    return "admin/outbox";
  }

  @GetMapping("/admin/outbox/{id}")
  String show(@PathVariable String id, Model model) {
    Outbox.Mail mail = outbox.find(id).orElseThrow(NothingHere::new);
    model.addAttribute("mail", mail);
    model.addAttribute("text", LinkedText.of(mail.text(), settings.address("/")));
    return "admin/mail";
  }

  private static @Nullable String address(@Nullable String before) {
    if (before == null) {
      return null;
    }
    return before.isEmpty() ? "/admin/outbox" : "/admin/outbox?before=" + before;
  }
}
