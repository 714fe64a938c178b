package hub.web.repository;

import hub.accounts.Caller;
import hub.registry.browse.AttachedManifests;
import hub.registry.browse.TagCounts;
import hub.registry.browse.TagList;
import hub.registry.browse.TagPage;
import hub.registry.browse.TagQuery;
import hub.registry.browse.TagQuery.Order;
import hub.registry.browse.TagQuery.Part;
import hub.repositories.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The tags of a repository. */
@Controller
class TagListController {

  private static final int SIZE = 25;
  private static final int LONGEST_FILTER = 128;

  private final RepositoryHeads heads;
  private final TagList tags;
  private final TagCounts counts;
  private final AttachedManifests attached;

  TagListController(
      RepositoryHeads heads, TagList tags, TagCounts counts, AttachedManifests attached) {
    this.heads = heads;
    this.tags = tags;
    this.counts = counts;
    this.attached = attached;
  }

  @GetMapping({"/r/{namespace}/{name}/tags", "/_/{name}/tags"})
  String list(
      Caller caller,
      RepositoryName name,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "version") String sort,
      @RequestParam(defaultValue = "") String part,
      @RequestParam(required = false) @Nullable String cursor,
      Model model) {
    RepositoryHeadView head = heads.read(caller, name);
    String wanted = filter.strip();
    TagQuery query = new TagQuery(part(part, head), wanted, Order.parse(sort), cursor, SIZE);
    // No tag has a longer name, so a longer filter finds nothing.
    TagPage page =
        wanted.length() > LONGEST_FILTER
            ? new TagPage(List.of(), null, null)
            : tags.page(head.id(), query);
    model.addAttribute("head", head);
    model.addAttribute("list", view(head, query, page));
    return "repository/tags";
  }

  private TagListView view(RepositoryHeadView head, TagQuery query, TagPage page) {
    List<TagRowView> rows =
        TagRows.of(
            page.tags(),
            query.order() == Order.VERSION,
            attached.toEach(head.id(), TagRows.digests(page.tags())));
    boolean whole = page.previous() == null && page.next() == null;
    return new TagListView(
        head.path() + "/tags",
        query,
        rows,
        page.tags().size(),
        whole
            ? new TagCounts.Place(0, page.tags().size())
            : counts.place(head.id(), query, page.previous()),
        page.previous(),
        page.next());
  }

  /** Where there is nothing but what tools keep, that is what the page shows. */
  private static Part part(String text, RepositoryHeadView head) {
    Part part = Part.parse(text);
    return part == Part.IMAGES && head.tags() == 0 ? Part.ALL : part;
  }
}
