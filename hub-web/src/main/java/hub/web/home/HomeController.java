package hub.web.home;

import hub.accounts.Caller;
import hub.registry.Images;
import hub.registry.Images.ImageDetail;
import hub.registry.Images.LayerSize;
import hub.registry.Images.Step;
import hub.registry.LatestImages;
import hub.search.Hit;
import hub.search.Results;
import hub.search.Search;
import hub.search.SearchOrder;
import hub.search.SearchQuery;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The start page: for visitors what the hub is, for those who are signed in their repositories. */
@Controller
class HomeController {

  private static final int TILES = 5;
  private static final int STEPS = 4;

  private final Search search;
  private final Images images;
  private final LatestImages latestImages;
  private final Dashboards dashboards;

  HomeController(Search search, Images images, LatestImages latestImages, Dashboards dashboards) {
    this.search = search;
    this.images = images;
    this.latestImages = latestImages;
    this.dashboards = dashboards;
  }

  /**
   * What is inside the most pulled image.
   *
   * @param steps the heaviest of them, in their order
   */
  record Anatomy(Hit hit, String tag, List<LayerSize> layers, long bytes, List<Step> steps) {}

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
    Results mostPulled =
        search.find(caller, new SearchQuery("", false, 0, SearchOrder.PULLS, 1, TILES));
    model.addAttribute("total", mostPulled.total());
    model.addAttribute(
        "mostPulled", mostPulled.hits().stream().filter(hit -> hit.pulls() > 0).toList());
    model.addAttribute(
        "justPushed",
        search
            .find(caller, new SearchQuery("", false, 0, SearchOrder.UPDATED, 1, TILES))
            .hits()
            .stream()
            .filter(hit -> hit.lastPushedAt() != null)
            .toList());
    model.addAttribute(
        "anatomy", mostPulled.hits().stream().findFirst().flatMap(this::anatomy).orElse(null));
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

  private Optional<Anatomy> anatomy(Hit hit) {
    var latest = latestImages.of(List.of(hit.repositoryId())).get(hit.repositoryId());
    if (latest == null) {
      return Optional.empty();
    }
    var image = latest.usual();
    return image == null
        ? Optional.empty()
        : images
            .image(hit.repositoryId(), image.digest())
            .map(detail -> anatomy(hit, latest.tag(), detail));
  }

  private static Anatomy anatomy(Hit hit, String tag, ImageDetail image) {
    List<Step> all = image.history();
    List<Step> heaviest =
        all.stream()
            .sorted((one, other) -> Long.compare(other.bytes(), one.bytes()))
            .limit(STEPS)
            .toList();
    return new Anatomy(
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
