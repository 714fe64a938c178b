package hub.web.repository;

import hub.accounts.Caller;
import hub.registry.browse.Headlines;
import hub.registry.browse.ImageLabels;
import hub.registry.browse.PlatformImage;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.TextTooLong;
import hub.repositories.Visibility;
import hub.repositories.allowance.PrivateAllowances;
import hub.repositories.allowance.PrivateLimitReached;
import hub.repositories.life.NameNotTyped;
import hub.repositories.life.Repositories;
import hub.web.page.Notices;
import hub.web.page.RepositoryPaths;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the owner of a repository may change: its texts, its visibility, and its deletion. */
@Controller
class RepositorySettingsController {

  private final RepositoryHeads heads;
  private final Repositories repositories;
  private final PrivateAllowances allowances;
  private final Headlines headlines;
  private final ImageLabels labels;
  private final Notices notices;

  RepositorySettingsController(
      RepositoryHeads heads,
      Repositories repositories,
      PrivateAllowances allowances,
      Headlines headlines,
      ImageLabels labels,
      Notices notices) {
    this.headlines = headlines;
    this.labels = labels;
    this.allowances = allowances;
    this.heads = heads;
    this.repositories = repositories;
    this.notices = notices;
  }

  @GetMapping({"/r/{namespace}/{name}/settings", "/_/{name}/settings"})
  String show(Caller caller, RepositoryName name, Model model) {
    RepositoryHeadView head = heads.readAsAdmin(caller, name);
    model.addAttribute(
        "form", new DescribeForm(head.detail().description(), head.detail().overview()));
    return page(caller, head, model);
  }

  @PostMapping({"/r/{namespace}/{name}/settings", "/_/{name}/settings"})
  String describe(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") DescribeForm form,
      BindingResult mistakes,
      Model model,
      RedirectAttributes redirect) {
    try {
      repositories.describe(caller, name, form.description(), form.overview());
      notices.say(redirect, "repository.settings.saved");
      return "redirect:" + RepositoryPaths.page(name) + "/settings";
    } catch (TextTooLong e) {
      mistakes.rejectValue(
          e.field(), "repository." + e.field() + ".tooLong", new Object[] {e.max()}, null);
      return page(caller, heads.readAsAdmin(caller, name), model);
    }
  }

  /** The overview as it will look: a part of a page for htmx, a whole page without a script. */
  @PostMapping({"/r/{namespace}/{name}/settings/preview", "/_/{name}/settings/preview"})
  String preview(
      Caller caller, RepositoryName name, @ModelAttribute("form") DescribeForm form, Model model) {
    RepositoryHeadView head = heads.readAsAdmin(caller, name);
    model.addAttribute("preview", MarkdownView.of(form.overview(), source(head.id())));
    return page(caller, head, model);
  }

  /** The one that the page of the repository will have. */
  private @Nullable SourceRepository source(long id) {
    Headlines.Headline headline = headlines.of(List.of(id)).get(id);
    return headline == null
        ? null
        : SourceRepository.parse(
                labels
                    .of(id, headline.images().stream().map(PlatformImage::digest).toList())
                    .get("source"))
            .orElse(null);
  }

  @GetMapping({"/r/{namespace}/{name}/settings/visibility", "/_/{name}/settings/visibility"})
  String askVisibility(Caller caller, RepositoryName name, Model model) {
    page(caller, heads.readAsAdmin(caller, name), model);
    return "repository/visibility";
  }

  @PostMapping({"/r/{namespace}/{name}/settings/visibility", "/_/{name}/settings/visibility"})
  String changeVisibility(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") VisibilityForm form,
      Model model,
      RedirectAttributes redirect) {
    Visibility wanted =
        form.chosen().orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    try {
      RepositoryDetail changed = repositories.changeVisibility(caller, name, wanted);
      notices.say(
          redirect,
          changed.isPrivate() ? "repository.private.now" : "repository.public.now",
          name.familiar());
      return "redirect:" + RepositoryPaths.page(name) + "/settings";
    } catch (PrivateLimitReached e) {
      page(caller, heads.readAsAdmin(caller, name), model);
      return "repository/visibility";
    }
  }

  @GetMapping({"/r/{namespace}/{name}/settings/delete", "/_/{name}/settings/delete"})
  String askDelete(Caller caller, RepositoryName name, Model model) {
    model.addAttribute("head", heads.readAsAdmin(caller, name));
    return "repository/delete";
  }

  @PostMapping({"/r/{namespace}/{name}/settings/delete", "/_/{name}/settings/delete"})
  String delete(
      Caller caller,
      RepositoryName name,
      @ModelAttribute("form") DeleteForm form,
      Model model,
      RedirectAttributes redirect) {
    try {
      repositories.delete(caller, name, form.typed());
      notices.say(redirect, "repository.deleted", name.familiar());
      return "redirect:/repositories";
    } catch (NameNotTyped e) {
      model.addAttribute("head", heads.readAsAdmin(caller, name));
      model.addAttribute("mistyped", true);
      return "repository/delete";
    }
  }

  private String page(Caller caller, RepositoryHeadView head, Model model) {
    model.addAttribute("head", head);
    model.addAttribute("allowance", allowances.of(head.detail().namespaceId()));
    return "repository/settings";
  }
}
