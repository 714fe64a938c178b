package hub.web.repository;

import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.registry.browse.Headlines;
import hub.registry.browse.ImageLabels;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagList;
import hub.registry.browse.TagSummary;
import hub.repositories.RepositoryName;
import hub.search.star.Stars;
import hub.web.page.NothingHere;
import hub.web.page.RepositoryPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The overview of a repository, or how to push to it while it is empty. */
@Controller
class RepositoryController {

  /** So many tags stand in the box to choose from; all are on the page of tags. */
  private static final int CHOICES = 30;

  private final RepositoryHeads heads;
  private final TagList tags;
  private final Headlines headlines;
  private final ImageLabels labels;
  private final Stars stars;
  private final HubSettings settings;
  private final String tls;

  RepositoryController(
      RepositoryHeads heads,
      TagList tags,
      Headlines headlines,
      ImageLabels labels,
      Stars stars,
      HubSettings settings,
      @Value("${hub.tls:off}") String tls) {
    this.heads = heads;
    this.tags = tags;
    this.headlines = headlines;
    this.labels = labels;
    this.stars = stars;
    this.settings = settings;
    this.tls = tls;
  }

  @GetMapping({"/r/{namespace}/{name}", "/_/{name}"})
  String show(
      Caller caller,
      RepositoryName name,
      @RequestParam(required = false) @Nullable String tag,
      @RequestParam(required = false) @Nullable String use,
      Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    model.addAttribute("head", head);
    if (head.isEmpty()) {
      model.addAttribute("overview", MarkdownView.of(head.detail().overview()));
      Caller.Identity me = caller.account();
      model.addAttribute(
          "trouble", TroubleView.of(settings.url(), tls, me == null || me.confirmed()));
      return "repository/empty";
    }
    List<String> choices = tags.names(head.id(), CHOICES);
    TagSummary chosen =
        Optional.ofNullable(tag)
            .map(wanted -> tags.find(head.id(), wanted).orElseThrow(NothingHere::new))
            .or(() -> headlines.tagOf(head.id()).flatMap(it -> tags.find(head.id(), it)))
            .orElseThrow(NothingHere::new);
    model.addAttribute(
        "pull",
        PullView.of(PullView.Use.parse(use), head.image(), chosen, with(choices, chosen.name())));
    Map<String, String> said = labels.of(head.id(), digests(chosen));
    model.addAttribute("about", AboutView.of(said));
    model.addAttribute(
        "overview",
        MarkdownView.of(
            head.detail().overview(), SourceRepository.parse(said.get("source")).orElse(null)));
    return "repository/overview";
  }

  /** Asked every few seconds by the page of an empty repository: 204 until a push has landed. */
  @GetMapping({"/r/{namespace}/{name}/waiting", "/_/{name}/waiting"})
  ResponseEntity<Void> waiting(Caller caller, RepositoryName name) {
    return heads.read(caller, name).isEmpty()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.ok().header("HX-Refresh", "true").build();
  }

  @PostMapping({"/r/{namespace}/{name}/star", "/_/{name}/star"})
  String star(Caller caller, RepositoryName name) {
    if (caller.isAnonymous()) {
      return "redirect:/login";
    }
    stars.star(caller, heads.read(caller, name).id());
    return "redirect:" + RepositoryPaths.page(name);
  }

  @PostMapping({"/r/{namespace}/{name}/unstar", "/_/{name}/unstar"})
  String unstar(Caller caller, RepositoryName name) {
    if (caller.isAnonymous()) {
      return "redirect:/login";
    }
    stars.unstar(caller, heads.read(caller, name).id());
    return "redirect:" + RepositoryPaths.page(name);
  }

  private static List<String> digests(TagSummary tag) {
    PlatformImage usual = PlatformImage.usual(tag.images());
    return usual == null ? List.of(tag.digest()) : List.of(tag.digest(), usual.digest());
  }

  private static List<String> with(List<String> choices, String chosen) {
    if (choices.contains(chosen)) {
      return choices;
    }
    var all = new ArrayList<>(List.of(chosen));
    all.addAll(choices);
    return all;
  }
}
