package hub.web.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.registry.Images;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryDetail;
import hub.repositories.RepositoryName;
import hub.repositories.RepositoryNotFound;
import hub.repositories.Visibility;
import hub.repositories.access.Collaborators;
import hub.repositories.access.Permission;
import hub.repositories.life.Repositories;
import hub.search.star.Stars;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One repository, by the documented path and the older one that clients still use. */
@RestController
@RequestMapping({
  "/v2/namespaces/{namespace}/repositories/{name}",
  "/v2/repositories/{namespace}/{name}"
})
class RepositoryApi {

  private final Repositories repositories;
  private final Collaborators collaborators;
  private final Images images;
  private final Stars stars;
  private final HubSettings hub;

  RepositoryApi(
      Repositories repositories,
      Collaborators collaborators,
      Images images,
      Stars stars,
      HubSettings hub) {
    this.repositories = repositories;
    this.collaborators = collaborators;
    this.images = images;
    this.stars = stars;
    this.hub = hub;
  }

  record Description(
      @Nullable String description,
      @JsonProperty("full_description") @Nullable String fullDescription) {}

  record Privacy(@JsonProperty("is_private") @Nullable Boolean isPrivate) {}

  record Collaborator(@Nullable String user) {}

  @GetMapping
  RepositoryJson.Whole show(
      Caller caller, @PathVariable String namespace, @PathVariable String name) {
    return whole(caller, repositories.detail(caller, named(namespace, name)));
  }

  @PatchMapping
  RepositoryJson.Whole describe(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestBody Description told) {
    return whole(
        caller,
        repositories.describe(
            caller, named(namespace, name), told.description(), told.fullDescription()));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  void delete(Caller caller, @PathVariable String namespace, @PathVariable String name) {
    repositories.delete(caller, named(namespace, name), name);
  }

  @PostMapping("/privacy")
  RepositoryJson.Whole hide(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestBody Privacy privacy) {
    if (privacy.isPrivate() == null) {
      throw new MissingField("is_private");
    }
    Visibility visibility = privacy.isPrivate() ? Visibility.PRIVATE : Visibility.PUBLIC;
    return whole(caller, repositories.changeVisibility(caller, named(namespace, name), visibility));
  }

  @PostMapping("/stars")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void star(Caller caller, @PathVariable String namespace, @PathVariable String name) {
    stars.star(caller, readable(caller, namespace, name));
  }

  @DeleteMapping("/stars")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unstar(Caller caller, @PathVariable String namespace, @PathVariable String name) {
    stars.unstar(caller, readable(caller, namespace, name));
  }

  @GetMapping("/collaborators")
  Page<Collaborator> collaborators(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      HttpServletRequest request) {
    List<Collaborator> found =
        collaborators.list(caller, named(namespace, name)).stream().map(Collaborator::new).toList();
    return new Page<>(found.size(), null, null, found);
  }

  @PostMapping("/collaborators")
  @ResponseStatus(HttpStatus.CREATED)
  Collaborator share(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      @RequestBody Collaborator asked) {
    // Asked first, so that a body tells nothing of a repository that is hidden.
    RepositoryName repository = named(namespace, name);
    repositories.require(caller, repository, Permission.ADMIN);
    if (asked.user() == null) {
      throw new MissingField("user");
    }
    collaborators.add(caller, repository, asked.user());
    return asked;
  }

  @DeleteMapping("/collaborators/{user}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unshare(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      @PathVariable String user) {
    collaborators.remove(caller, named(namespace, name), user);
  }

  @GetMapping("/tags")
  Page<TagJson> tags(
      Caller caller,
      @PathVariable("namespace") String namespace,
      @PathVariable("name") String repository,
      @RequestParam(name = "name", defaultValue = "") String filter,
      @RequestParam(defaultValue = "last_updated") String ordering,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "page_size", required = false) @Nullable Integer pageSize,
      HttpServletRequest request) {
    long id = readable(caller, namespace, repository);
    Images.TagQuery.Order order =
        switch (ordering) {
          case "name" -> Images.TagQuery.Order.NAME;
          case "-last_updated" -> Images.TagQuery.Order.OLDEST;
          default -> Images.TagQuery.Order.NEWEST;
        };
    int number = Page.number(page);
    int size = Page.size(pageSize);
    long skipped = (number - 1L) * size;
    Images.TagPage found = images.tags(id, new Images.TagQuery(filter, order, null, size), skipped);
    List<TagJson> tags = found.tags().stream().map(it -> TagJson.of(id, it)).toList();
    long shown = skipped + tags.size();
    long count = filter.isEmpty() ? images.countTags(id) : shown + (found.next() == null ? 0 : 1);
    return Page.of(hub, request, count, number, size, tags);
  }

  @GetMapping("/tags/{tag}")
  TagJson tag(
      Caller caller,
      @PathVariable String namespace,
      @PathVariable String name,
      @PathVariable String tag) {
    long id = readable(caller, namespace, name);
    return TagJson.of(id, images.tag(id, tag).orElseThrow(ObjectNotFound::new));
  }

  RepositoryJson.Whole whole(Caller caller, RepositoryDetail repository) {
    Permission permission =
        repositories.permission(caller, repository.ref()).orElse(Permission.READ);
    int people =
        permission.allows(Permission.ADMIN)
            ? collaborators.list(caller, repository.name()).size()
            : 0;
    return RepositoryJson.Whole.of(
        repository,
        permission,
        images.activity(repository.id()),
        stars.count(repository.id()),
        stars.isStarred(caller, repository.id()),
        people);
  }

  private long readable(Caller caller, String namespace, String name) {
    return repositories.require(caller, named(namespace, name), Permission.READ).id();
  }

  /** A name that cannot be is one that is not there. */
  private static RepositoryName named(String namespace, String name) {
    try {
      return new RepositoryName(namespace, name);
    } catch (InvalidRepositoryName e) {
      throw new RepositoryNotFound();
    }
  }
}
