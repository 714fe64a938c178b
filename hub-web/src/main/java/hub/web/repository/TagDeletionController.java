package hub.web.repository;

import hub.accounts.Caller;
import hub.registry.InvalidTagName;
import hub.registry.ManifestUnknown;
import hub.registry.TagName;
import hub.registry.browse.TagDeletionPreview;
import hub.registry.tag.Tags;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryRef;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.web.page.Notices;
import hub.web.page.RepositoryPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Deleting tags, one or many: whoever may delete them as a client may do so here. */
@Controller
class TagDeletionController {

  /** More than a page of tags has. */
  private static final int MOST = 100;

  private final RepositoryHeads heads;
  private final Permissions permissions;
  private final TagDeletionPreview preview;
  private final Tags tags;
  private final Notices notices;

  TagDeletionController(
      RepositoryHeads heads,
      Permissions permissions,
      TagDeletionPreview preview,
      Tags tags,
      Notices notices) {
    this.heads = heads;
    this.permissions = permissions;
    this.preview = preview;
    this.tags = tags;
    this.notices = notices;
  }

  /** Says what stays and what goes. Not below the tags, where each name may be one of a tag. */
  @GetMapping({"/r/{namespace}/{name}/delete-tags", "/_/{name}/delete-tags"})
  String ask(
      Caller caller,
      RepositoryName name,
      @RequestParam(defaultValue = "") List<String> tag,
      RedirectAttributes redirect,
      Model model) {
    RepositoryHeadView head = heads.readAsAdmin(caller, name);
    List<TagDeletionPreview.Line> lines = preview.of(head.id(), names(tag).limit(MOST).toList());
    if (lines.isEmpty()) {
      return toTags(name, redirect, "repository.tags.delete.none");
    }
    model.addAttribute("head", head);
    model.addAttribute("lines", lines);
    return "repository/delete-tags";
  }

  @PostMapping({"/r/{namespace}/{name}/delete-tags", "/_/{name}/delete-tags"})
  String delete(
      Caller caller,
      RepositoryName name,
      @RequestParam(defaultValue = "") List<String> tag,
      RedirectAttributes redirect) {
    RepositoryRef repository = permissions.require(caller, name, Permission.ADMIN);
    List<String> deleted = new ArrayList<>();
    for (String wanted : names(tag).sorted().limit(MOST).toList()) {
      try {
        tags.delete(caller, repository, new TagName(wanted));
        deleted.add(wanted);
      } catch (InvalidTagName | ManifestUnknown e) {
        // There is none any more: somebody else was first.
        continue;
      }
    }
    return switch (deleted.size()) {
      case 0 -> toTags(name, redirect, "repository.tags.delete.none");
      case 1 -> toTags(name, redirect, "repository.tags.deleted.one", deleted.getFirst());
      default -> toTags(name, redirect, "repository.tags.deleted", deleted.size());
    };
  }

  /** A row of the list names all its tags, with commas, of which there are none in a tag. */
  private static Stream<String> names(List<String> rows) {
    return rows.stream().flatMap(row -> Stream.of(row.split(","))).distinct();
  }

  private String toTags(
      RepositoryName name, RedirectAttributes redirect, String said, Object... arguments) {
    notices.say(redirect, said, arguments);
    return "redirect:" + RepositoryPaths.page(name) + "/tags";
  }
}
