package hub.web.api.tag;

import hub.db.HubSettings;
import hub.registry.browse.TagList;
import hub.registry.browse.TagPage;
import hub.registry.browse.TagQuery;
import hub.web.api.Access;
import hub.web.api.GrantedRepository;
import hub.web.api.Needs;
import hub.web.api.ObjectNotFound;
import hub.web.api.Paged;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tags of a repository. */
@RestController
@RequestMapping({
  "/v2/namespaces/{namespace}/repositories/{repository}/tags",
  "/v2/repositories/{namespace}/{repository}/tags"
})
class TagsApi {

  private final TagList tagList;
  private final HubSettings hub;

  TagsApi(TagList tagList, HubSettings hub) {
    this.tagList = tagList;
    this.hub = hub;
  }

  @GetMapping
  @Needs(Access.READ)
  Paged<TagJson> list(
      GrantedRepository granted,
      @RequestParam(name = "name", defaultValue = "") String filter,
      @RequestParam(defaultValue = "last_updated") String ordering,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "page_size", required = false) @Nullable Integer pageSize,
      HttpServletRequest request) {
    TagQuery.Order order =
        switch (ordering) {
          case "name" -> TagQuery.Order.NAME;
          case "-last_updated" -> TagQuery.Order.OLDEST;
          default -> TagQuery.Order.NEWEST;
        };
    int number = Paged.number(page);
    int size = Paged.size(pageSize);
    long skipped = (number - 1L) * size;
    long id = granted.id();
    TagPage found = tagList.page(id, new TagQuery(filter, order, null, size), skipped);
    List<TagJson> tags = found.tags().stream().map(it -> TagJson.of(id, it)).toList();
    long shown = skipped + tags.size();
    long count = filter.isEmpty() ? tagList.count(id) : shown + (found.next() == null ? 0 : 1);
    return Paged.of(hub, request, count, number, size, tags);
  }

  @GetMapping("/{tag}")
  @Needs(Access.READ)
  TagJson show(GrantedRepository granted, @PathVariable String tag) {
    return TagJson.of(
        granted.id(), tagList.find(granted.id(), tag).orElseThrow(ObjectNotFound::new));
  }
}
