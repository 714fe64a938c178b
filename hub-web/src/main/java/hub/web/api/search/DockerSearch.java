package hub.web.api.search;

import hub.accounts.Caller;
import hub.search.Hit;
import hub.search.Results;
import hub.search.Search;
import hub.search.SearchOrder;
import hub.search.SearchQuery;
import hub.web.api.Access;
import hub.web.api.Needs;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What {@code docker search} and {@code podman search} ask: the first version of the registry's
 * protocol, of which only this is left. Repositories that are private are found by those who are
 * signed in and see them.
 */
@RestController
class DockerSearch {

  private static final int DEFAULT_SIZE = 25;
  private static final int MAX_SIZE = 100;

  private final Search search;

  DockerSearch(Search search) {
    this.search = search;
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Answer(
      String query, long numResults, long numPages, int page, int pageSize, List<Result> results) {}

  /** The client prints each name as it is: officials without, all others with their namespace. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Result(
      String name,
      String description,
      int starCount,
      boolean isOfficial,
      boolean isAutomated,
      boolean isTrusted) {

    static Result of(Hit hit) {
      return new Result(
          hit.name().familiar(), hit.description(), hit.stars(), hit.official(), false, false);
    }
  }

  /** The header says that this registry keeps accounts of its own. */
  @GetMapping("/v1/_ping")
  @Needs(Access.NOTHING)
  ResponseEntity<Boolean> ping() {
    return ResponseEntity.ok().header("X-Docker-Registry-Standalone", "true").body(true);
  }

  @GetMapping("/v1/search")
  @Needs(Access.NOTHING)
  Answer find(
      Caller caller,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String n,
      @RequestParam(defaultValue = "") String page) {
    int size = number(n, DEFAULT_SIZE, MAX_SIZE);
    int shown = number(page, 1, Integer.MAX_VALUE);
    Results results =
        search.find(caller, new SearchQuery(q, false, 0, SearchOrder.BEST, shown, size));
    return new Answer(
        q,
        results.total(),
        (results.total() + size - 1) / size,
        shown,
        size,
        results.hits().stream().map(Result::of).toList());
  }

  /** Clients throw away what we say of a wrong number, so there is none. */
  private static int number(String text, int otherwise, int max) {
    try {
      return Math.clamp(Long.parseLong(text), 1, max);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
