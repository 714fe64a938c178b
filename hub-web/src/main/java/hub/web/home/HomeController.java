package hub.web.home;

import hub.accounts.Caller;
import hub.registry.browse.Headlines;
import hub.registry.browse.Headlines.Headline;
import hub.registry.browse.ImageDetail;
import hub.registry.browse.ImageDetails;
import hub.registry.browse.LayerSize;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.Step;
import hub.search.Hit;
import hub.search.TopRepositories;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The start page: for visitors what the hub is, for those who are signed in their repositories. */
@Controller
class HomeController {

  private static final int STEPS = 4;

  private final TopRepositories top;
  private final ImageDetails images;
  private final Headlines headlines;
  private final Dashboards dashboards;

  HomeController(
      TopRepositories top, ImageDetails images, Headlines headlines, Dashboards dashboards) {
    this.top = top;
    this.images = images;
    this.headlines = headlines;
    this.dashboards = dashboards;
  }

  @GetMapping("/")
  String start(
      Caller caller,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "pushed") String sort,
      @RequestParam(defaultValue = "") String cursor,
      Model model) {
    if (!caller.isAnonymous()) {
      return repositories(caller, filter, sort, cursor, model);
    }
    TopRepositories.Top best = top.read();
    model.addAttribute("total", best.total());
    model.addAttribute(
        "mostPulled", best.mostPulled().stream().filter(hit -> hit.pulls() > 0).toList());
    model.addAttribute(
        "justPushed",
        best.justPushed().stream().filter(hit -> hit.lastPushedAt() != null).toList());
    model.addAttribute(
        "anatomy", best.mostPulled().stream().findFirst().flatMap(this::anatomy).orElse(null));
    model.addAttribute("bareTop", true);
    return "home/home";
  }

  @GetMapping("/repositories")
  String repositories(
      Caller caller,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "pushed") String sort,
      @RequestParam(defaultValue = "") String cursor,
      Model model) {
    if (caller.isAnonymous()) {
      return "redirect:/login";
    }
    model.addAttribute("board", dashboards.read(caller, filter, sort, cursor));
    return "home/dashboard";
  }

  private Optional<AnatomyView> anatomy(Hit hit) {
    Headline headline = headlines.of(List.of(hit.repositoryId())).get(hit.repositoryId());
    if (headline == null || !headline.kind().isImage()) {
      return Optional.empty();
    }
    PlatformImage image = PlatformImage.usual(headline.images());
    return image == null
        ? Optional.empty()
        : images
            .find(hit.repositoryId(), image.digest())
            .map(detail -> anatomy(hit, headline.tag(), detail));
  }

  private static AnatomyView anatomy(Hit hit, String tag, ImageDetail image) {
    List<Step> all = image.history();
    List<Step> heaviest =
        all.stream()
            .sorted((one, other) -> Long.compare(other.bytes(), one.bytes()))
            .limit(STEPS)
            .toList();
    return new AnatomyView(
        hit,
        tag,
        all.stream()
            .filter(step -> step.digest() != null)
            .map(step -> new LayerSize(step.bytes(), step.base()))
            .toList(),
        image.bytes(),
        all.stream().filter(heaviest::contains).limit(STEPS).toList());
  }
}
