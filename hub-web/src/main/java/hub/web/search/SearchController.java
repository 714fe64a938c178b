package hub.web.search;

import hub.accounts.Caller;
import hub.registry.browse.LatestImages;
import hub.registry.browse.LatestImages.Latest;
import hub.search.Hit;
import hub.search.Results;
import hub.search.Search;
import hub.search.SearchOrder;
import hub.search.SearchQuery;
import hub.web.page.ListedRepositoryView;
import hub.web.page.PageLinksView;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Finding images: what was typed, or all of them with the official ones first. */
@Controller
class SearchController {

  private static final int SIZE = 20;
  private static final int LONGEST = 200;

  private final Search search;
  private final LatestImages latestImages;

  SearchController(Search search, LatestImages latestImages) {
    this.search = search;
    this.latestImages = latestImages;
  }

  @GetMapping("/search")
  String search(
      Caller caller,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "false") String official,
      @RequestParam(defaultValue = "best") String sort,
      @RequestParam(defaultValue = "1") String page,
      Model model) {
    return list(caller, "/search", q, official, sort, page, model);
  }

  @GetMapping("/explore")
  String explore(
      Caller caller,
      @RequestParam(defaultValue = "false") String official,
      @RequestParam(defaultValue = "best") String sort,
      @RequestParam(defaultValue = "1") String page,
      Model model) {
    return list(caller, "/explore", "", official, sort, page, model);
  }

  private String list(
      Caller caller,
      String path,
      String typed,
      String official,
      String sort,
      String page,
      Model model) {
    String text = typed.strip();
    text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    boolean onlyOfficial = official.equals("true");
    SearchOrder order = SearchOrder.parse(sort).orElse(SearchOrder.BEST);
    int number = PageLinksView.number(page);
    Results results =
        search.find(caller, new SearchQuery(text, onlyOfficial, 0, order, number, SIZE));
    Map<Long, Latest> latest =
        latestImages.of(results.hits().stream().map(Hit::repositoryId).toList());
    String searched = text;
    model.addAttribute("path", path);
    model.addAttribute("query", text);
    model.addAttribute("official", onlyOfficial);
    model.addAttribute("order", order);
    model.addAttribute("orders", SearchOrder.values());
    model.addAttribute("results", results);
    model.addAttribute("first", (number - 1L) * SIZE + 1);
    model.addAttribute(
        "rows",
        results.hits().stream()
            .map(hit -> ListedRepositoryView.of(hit, searched, latest.get(hit.repositoryId())))
            .toList());
    model.addAttribute(
        "pages",
        PageLinksView.of(
            results.total(),
            number,
            SIZE,
            wanted -> address(path, searched, onlyOfficial, order, wanted)));
    return "search/results";
  }

  private static String address(
      String path, String text, boolean official, SearchOrder order, int page) {
    var address = UriComponentsBuilder.fromPath(path);
    if (!text.isEmpty()) {
      address.queryParam("q", "{q}");
    }
    if (official) {
      address.queryParam("official", true);
    }
    if (order != SearchOrder.BEST) {
      address.queryParam("sort", order.text());
    }
    if (page > 1) {
      address.queryParam("page", page);
    }
    UriComponentsBuilder encoded = address.encode();
    return (text.isEmpty() ? encoded.build() : encoded.buildAndExpand(text)).toUriString();
  }
}
