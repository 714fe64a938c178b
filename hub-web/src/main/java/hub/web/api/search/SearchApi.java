package hub.web.api.search;

import hub.accounts.Caller;
import hub.db.HubSettings;
import hub.search.Hit;
import hub.search.Results;
import hub.search.Search;
import hub.search.SearchOrder;
import hub.search.SearchQuery;
import hub.web.api.Access;
import hub.web.api.Needs;
import hub.web.api.Paged;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The search of scripts. */
@RestController
class SearchApi {

  private final Search search;
  private final HubSettings hub;

  SearchApi(Search search, HubSettings hub) {
    this.search = search;
    this.hub = hub;
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Found(
      String repoName,
      String shortDescription,
      int starCount,
      long pullCount,
      String repoOwner,
      boolean isAutomated,
      boolean isOfficial) {

    static Found of(Hit hit) {
      return new Found(
          hit.name().familiar(),
          hit.description(),
          hit.stars(),
          hit.pulls(),
          hit.official() ? "" : hit.name().namespace(),
          false,
          hit.official());
    }
  }

  @GetMapping("/v2/search/repositories")
  @Needs(Access.NOTHING)
  Paged<Found> find(
      Caller caller,
      @RequestParam(defaultValue = "") String query,
      @RequestParam(name = "is_official", defaultValue = "false") boolean official,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "page_size", required = false) @Nullable Integer pageSize,
      HttpServletRequest request) {
    int number = Paged.number(page);
    int size = Paged.size(pageSize);
    Results results =
        search.find(caller, new SearchQuery(query, official, 0, SearchOrder.BEST, number, size));
    List<Found> found = results.hits().stream().map(Found::of).toList();
    return Paged.of(hub, request, results.total(), number, size, found);
  }
}
