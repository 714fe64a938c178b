package hub.web.help;

import hub.accounts.Caller;
import hub.db.HubSettings;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How to begin with this hub, by Docker and by its API. */
@Controller
class HelpController {

  private static final List<String> OWN_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

  private final HubSettings settings;
  private final boolean ownAuthority;

  HelpController(HubSettings settings, @Value("${hub.tls:off}") String tls) {
    this.settings = settings;
    this.ownAuthority = tls.equals("selfsigned");
  }

  @GetMapping("/help")
  String start(Caller caller, Model model) {
    model.addAttribute("you", caller.account() == null ? "your-name" : caller.account().name());
    model.addAttribute("ownAuthority", ownAuthority);
    model.addAttribute(
        "plainHttp",
        "http".equals(settings.url().getScheme())
            && !OWN_MACHINE.contains(settings.url().getHost()));
    return "help/help";
  }

  @GetMapping("/help/api")
  String api(Model model) {
    model.addAttribute("address", settings.url().toString());
    return "help/api";
  }
}
