package hub.web.profile;

import hub.accounts.Account;
import hub.accounts.Accounts;
import hub.accounts.Caller;
import hub.registry.browse.Headlines;
import hub.registry.browse.Headlines.Headline;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import hub.web.page.ListedRepositoryView;
import hub.web.page.NothingHere;
import hub.web.page.PageLinksView;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A person or an organisation, with the repositories the viewer may see. */
@Controller
class ProfileController {

  private static final int SIZE = 20;

  private final Accounts accounts;
  private final RepositoryLists lists;
  private final Headlines headlines;

  ProfileController(Accounts accounts, RepositoryLists lists, Headlines headlines) {
    this.accounts = accounts;
    this.lists = lists;
    this.headlines = headlines;
  }

  @GetMapping("/u/{account}")
  String show(
      Caller caller,
      @PathVariable("account") String name,
      @RequestParam(defaultValue = "1") String page,
      Model model) {
    Account account = accounts.findByName(name).orElseThrow(NothingHere::new);
    int number = PageLinksView.number(page);
    RepositoryLists.Numbered found =
        lists.ofNamespace(caller, name, "", RepositoryOrder.PUSHED, number, SIZE);
    Map<Long, Headline> tags =
        headlines.of(found.repositories().stream().map(RepositorySummary::id).toList());
    model.addAttribute("profile", ProfileView.of(account));
    model.addAttribute("total", found.total());
    model.addAttribute(
        "rows",
        found.repositories().stream()
            .map(repository -> ListedRepositoryView.of(repository, tags.get(repository.id())))
            .toList());
    model.addAttribute(
        "pages",
        PageLinksView.of(found.total(), number, SIZE, wanted -> "/u/" + name + "?page=" + wanted));
    return "profile/profile";
  }
}
