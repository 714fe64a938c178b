package hub.web.repository;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.browse.TagList;
import hub.registry.browse.TagSummary;
import hub.repositories.RepositoryName;
import hub.web.page.NothingHere;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What a tag, or a digest, points to. */
@Controller
class TagController {

  private static final Pattern DIGEST = Pattern.compile("sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})");

  private final RepositoryHeads heads;
  private final TagList tags;
  private final ManifestViews manifests;

  TagController(RepositoryHeads heads, TagList tags, ManifestViews manifests) {
    this.heads = heads;
    this.tags = tags;
    this.manifests = manifests;
  }

  @GetMapping({"/r/{namespace}/{name}/tags/{tag}", "/_/{name}/tags/{tag}"})
  String tag(
      Caller caller,
      RepositoryName name,
      @PathVariable String tag,
      @RequestParam(required = false) @Nullable String platform,
      Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    TagSummary summary = tags.find(head.id(), tag).orElseThrow(NothingHere::new);
    model.addAttribute("head", head);
    model.addAttribute("tag", summary);
    model.addAttribute("manifest", manifests.of(head, summary, platform));
    return "repository/manifest";
  }

  @GetMapping({"/r/{namespace}/{name}/images/{digest}", "/_/{name}/images/{digest}"})
  String image(Caller caller, RepositoryName name, @PathVariable String digest, Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    if (!DIGEST.matcher(digest).matches()) {
      throw new NothingHere();
    }
    model.addAttribute("head", head);
    model.addAttribute("aliases", tags.aliases(head.id(), digest));
    model.addAttribute("manifest", manifests.of(head, Digest.parse(digest)));
    return "repository/manifest";
  }
}
