package hub.web.admin;

import hub.db.HubSettings;
import hub.registry.browse.ReadingProgress;
import hub.registry.browse.StorageReports;
import hub.registry.browse.StorageReports.HeldOrphans;
import hub.web.page.NothingHere;
import hub.web.page.Notices;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the store holds, what is collected, what is damaged. */
@Controller
class StorageController {

  private static final int LARGEST = 20;
  private static final int DAMAGED = 50;

  private final StorageReports reports;
  private final HubSettings settings;
  private final ReadingProgress reading;
  private final Notices notices;

  StorageController(
      StorageReports reports, HubSettings settings, ReadingProgress reading, Notices notices) {
    this.reports = reports;
    this.settings = settings;
    this.reading = reading;
    this.notices = notices;
  }

  @GetMapping("/admin/storage")
  String show(Model model) {
    model.addAttribute("report", reports.read());
    model.addAttribute("largest", reports.largest(LARGEST));
    model.addAttribute("damaged", reports.damaged(DAMAGED));
    model.addAttribute("disk", Disk.of(settings.dataDir()));
    model.addAttribute("reading", reading.now().orElse(null));
    return "admin/storage";
  }

  /** Asks before bytes go that may be another database's images. */
  @GetMapping("/admin/storage/orphans")
  String askForOrphans(Model model) {
    model.addAttribute("held", held());
    return "admin/orphans";
  }

  @PostMapping("/admin/storage/orphans")
  String releaseOrphans(RedirectAttributes redirect) {
    held();
    reports.releaseOrphans();
    notices.say(redirect, "storage.held.releasing");
    return "redirect:/admin/storage";
  }

  private HeldOrphans held() {
    return Optional.ofNullable(reports.read().held()).orElseThrow(NothingHere::new);
  }

  @PostMapping("/admin/storage/collect")
  String collect(RedirectAttributes redirect) {
    reports.collectNow();
    notices.say(redirect, "storage.collecting");
    return "redirect:/admin/storage";
  }
}
