package hub.web.search;

import hub.accounts.Caller;
import hub.registry.browse.LatestImages;
import hub.search.Search;
import hub.search.Search.Hit;
import hub.search.Search.Query;
import hub.search.Search.Query.Order;
import hub.search.Search.Results;
import hub.web.page.NumberedPages;
import java.util.Locale;
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
  private static final int LAST_PAGE = 10_000;

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
    Order order = order(sort);
    int number = number(page);
    Results results = search.find(caller, new Query(text, onlyOfficial, 0, order, number, SIZE));
    var latest = latestImages.of(results.hits().stream().map(Hit::repositoryId).toList());
    String searched = text;
    model.addAttribute("path", path);
    model.addAttribute("query", text);
    model.addAttribute("official", onlyOfficial);
    model.addAttribute("order", order);
    model.addAttribute("orders", Order.values());
    model.addAttribute("results", results);
    model.addAttribute("first", (number - 1L) * SIZE + 1);
    model.addAttribute(
        "rows",
        results.hits().stream()
            .map(hit -> RepositoryRow.of(hit, searched, latest.get(hit.repositoryId())))
            .toList());
    model.addAttribute(
        "pages",
        NumberedPages.of(
            results.total(),
            number,
            SIZE,
            wanted -> address(path, searched, onlyOfficial, order, wanted)));
    return "search/results";
  }

  private static String address(String path, String text, boolean official, Order order, int page) {
    var address = UriComponentsBuilder.fromPath(path);
    if (!text.isEmpty()) {
      address.queryParam("q", "{q}");
    }
    if (official) {
      address.queryParam("official", true);
    }
    if (order != Order.BEST) {
      address.queryParam("sort", order.name().toLowerCase(Locale.ROOT));
    }
    if (page > 1) {
      address.queryParam("page", page);
    }
    var encoded = address.encode();
    return (text.isEmpty() ? encoded.build() : encoded.buildAndExpand(text)).toUriString();
  }

  private static Order order(String text) {
    for (Order order : Order.values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(text)) {
        return order;
      }
    }
    return Order.BEST;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,5}") ? Math.clamp(Integer.parseInt(text), 1, LAST_PAGE) : 1;
  }
}
