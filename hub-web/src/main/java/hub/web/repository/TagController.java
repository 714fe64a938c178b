package hub.web.repository;

import hub.accounts.Caller;
import hub.registry.Images;
import hub.registry.Images.ImageDetail;
import hub.registry.Images.PlatformImage;
import hub.registry.Images.TagPage;
import hub.registry.Images.TagQuery;
import hub.registry.Images.TagSummary;
import hub.repositories.RepositoryName;
import hub.web.page.CursorLink;
import hub.web.page.NothingHere;
import hub.web.page.Platforms;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The tags of a repository, and what one of them points to. */
@Controller
class TagController {

  private static final int SIZE = 25;
  private static final int LONGEST_FILTER = 128;
  private static final Pattern DIGEST = Pattern.compile("sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})");

  private final RepositoryHeads heads;
  private final Images images;

  TagController(RepositoryHeads heads, Images images) {
    this.heads = heads;
    this.images = images;
  }

  @GetMapping({"/r/{namespace}/{name}/tags", "/_/{name}/tags"})
  String list(
      Caller caller,
      RepositoryName name,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "version") String sort,
      @RequestParam(required = false) @Nullable String cursor,
      Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    TagQuery.Order order = order(sort);
    String wanted = filter.strip();
    // No tag has a longer name, so a longer filter finds nothing.
    TagPage page =
        wanted.length() > LONGEST_FILTER
            ? new TagPage(List.of(), null, null)
            : images.tags(head.id(), new TagQuery(wanted, order, cursor, SIZE));
    model.addAttribute("head", head);
    model.addAttribute("tags", page.tags().stream().map(TagRowView::of).toList());
    model.addAttribute(
        "scale",
        page.tags().stream().map(TagRowView::of).mapToLong(TagRowView::bytes).max().orElse(1));
    model.addAttribute("filter", wanted);
    model.addAttribute("order", order);
    model.addAttribute("orders", TagQuery.Order.values());
    String path = head.path() + "/tags";
    String sorted = order.name().toLowerCase(Locale.ROOT);
    model.addAttribute("newer", CursorLink.of(path, wanted, sorted, page.previous()));
    model.addAttribute("older", CursorLink.of(path, wanted, sorted, page.next()));
    return "repository/tags";
  }

  @GetMapping({"/r/{namespace}/{name}/tags/{tag}", "/_/{name}/tags/{tag}"})
  String tag(
      Caller caller,
      RepositoryName name,
      @PathVariable String tag,
      @RequestParam(required = false) @Nullable String platform,
      Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    TagSummary summary = images.tag(head.id(), tag).orElseThrow(NothingHere::new);
    PlatformImage shown =
        platform == null
            ? Platforms.usual(summary.images())
            : summary.images().stream()
                .filter(image -> image.platform().equals(platform))
                .findFirst()
                .orElseThrow(NothingHere::new);
    ImageDetail image =
        images
            .image(head.id(), shown == null ? summary.digest() : shown.digest())
            .orElseThrow(NothingHere::new);
    model.addAttribute("head", head);
    model.addAttribute("tag", summary);
    model.addAttribute("image", ImageView.of(image, "docker pull " + head.image() + ":" + tag));
    return "repository/image";
  }

  @GetMapping({"/r/{namespace}/{name}/images/{digest}", "/_/{name}/images/{digest}"})
  String image(Caller caller, RepositoryName name, @PathVariable String digest, Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    if (!DIGEST.matcher(digest).matches()) {
      throw new NothingHere();
    }
    ImageDetail image = images.image(head.id(), digest).orElseThrow(NothingHere::new);
    model.addAttribute("head", head);
    model.addAttribute("aliases", images.aliases(head.id(), digest));
    model.addAttribute("image", ImageView.of(image, "docker pull " + head.image() + "@" + digest));
    return "repository/image";
  }

  private static TagQuery.Order order(String text) {
    for (TagQuery.Order order : TagQuery.Order.values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(text)) {
        return order;
      }
    }
    return TagQuery.Order.VERSION;
  }
}
