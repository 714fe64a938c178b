package hub.web.api.repository;

import com.fasterxml.jackson.annotation.JsonProperty;
import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.repositories.RepositoryDetail;
import hub.repositories.Visibility;
import hub.repositories.access.Permission;
import hub.repositories.access.Permissions;
import hub.repositories.life.NewRepository;
import hub.repositories.life.Repositories;
import hub.repositories.listing.RepositoryLists;
import hub.repositories.listing.RepositoryOrder;
import hub.repositories.listing.RepositorySummary;
import hub.search.star.Stars;
import hub.web.api.Access;
import hub.web.api.GrantedNamespace;
import hub.web.api.MissingField;
import hub.web.api.Needs;
import hub.web.api.Paged;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The repositories of a namespace: lists them and makes new ones. */
@RestController
class RepositoriesApi {

  private final Permissions permissions;
  private final Repositories repositories;
  private final RepositoryLists lists;
  private final Stars stars;
  private final RepositoryShapes shapes;
  private final HubSettings hub;

  RepositoriesApi(
      Permissions permissions,
      Repositories repositories,
      RepositoryLists lists,
      Stars stars,
      RepositoryShapes shapes,
      HubSettings hub) {
    this.permissions = permissions;
    this.repositories = repositories;
    this.lists = lists;
    this.stars = stars;
    this.shapes = shapes;
    this.hub = hub;
  }

  record Creation(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String description,
      @JsonProperty("full_description") @Nullable String fullDescription,
      @JsonProperty("is_private") @Nullable Boolean isPrivate) {}

  @GetMapping({"/v2/namespaces/{namespace}/repositories", "/v2/repositories/{namespace}"})
  @Needs(Access.NOTHING)
  Paged<RepositoryJson.Entry> list(
      Caller caller,
      @PathVariable String namespace,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "-last_updated") String ordering,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "page_size", required = false) @Nullable Integer pageSize,
      HttpServletRequest request) {
    boolean descending = ordering.startsWith("-");
    RepositoryOrder order =
        switch (descending ? ordering.substring(1) : ordering) {
          case "name" -> RepositoryOrder.NAME;
          case "pull_count" -> RepositoryOrder.PULLS;
          default -> RepositoryOrder.PUSHED;
        };
    // Ours run from A to Z, and from much to little.
    boolean reversed = descending == (order == RepositoryOrder.NAME);
    int number = Paged.number(page);
    int size = Paged.size(pageSize);
    RepositoryLists.Numbered found =
        lists.ofNamespace(caller, namespace, name, order, reversed, number, size);
    Map<Long, Integer> counts =
        stars.counts(found.repositories().stream().map(RepositorySummary::id).toList());
    List<RepositoryJson.Entry> entries =
        found.repositories().stream()
            .map(it -> RepositoryJson.Entry.of(it, counts.getOrDefault(it.id(), 0)))
            .toList();
    return Paged.of(hub, request, found.total(), number, size, entries);
  }

  @PostMapping({"/v2/namespaces/{namespace}/repositories", "/v2/repositories/{namespace}"})
  @ResponseStatus(HttpStatus.CREATED)
  @Needs(Access.NAMESPACE)
  RepositoryJson.Whole create(GrantedNamespace granted, @RequestBody Creation asked) {
    return make(granted.caller(), granted.name(), asked);
  }

  @PostMapping("/v2/repositories")
  @ResponseStatus(HttpStatus.CREATED)
  @Needs(Access.ACCOUNT)
  RepositoryJson.Whole create(Caller caller, @RequestBody Creation asked) {
    if (asked.namespace() == null) {
      throw new MissingField("namespace");
    }
    return make(caller, asked.namespace(), asked);
  }

  private RepositoryJson.Whole make(Caller caller, String namespace, Creation asked) {
    if (asked.name() == null) {
      throw new MissingField("name");
    }
    NewRepository wanted =
        new NewRepository(
            namespace,
            asked.name(),
            asked.description() == null ? "" : asked.description(),
            Boolean.TRUE.equals(asked.isPrivate()) ? Visibility.PRIVATE : Visibility.PUBLIC);
    RepositoryDetail made = repositories.create(caller, wanted, asked.fullDescription());
    Permission permission =
        permissions.requireVisible(caller, made.name(), Permission.READ).permission();
    return shapes.whole(caller, made, permission);
  }
}
