package hub.web.search;

import hub.accounts.Caller;
import hub.registry.browse.Headlines;
import hub.registry.browse.Headlines.Headline;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import hub.search.Hit;
import hub.search.Results;
import hub.search.Search;
import hub.search.SearchOrder;
import hub.search.SearchQuery;
import hub.web.page.ListedRepositoryView;
import hub.web.page.PageLinksView;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private final Headlines headlines;

  SearchController(Search search, Headlines headlines) {
    this.search = search;
    this.headlines = headlines;
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
      @RequestParam(defaultValue = "pulls") String sort,
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
    SearchOrder usual = text.isEmpty() ? SearchOrder.PULLS : SearchOrder.BEST;
    // nothing is the best match of nothing
    SearchOrder order =
        SearchOrder.parse(sort)
            .filter(it -> it != SearchOrder.BEST || usual == SearchOrder.BEST)
            .orElse(usual);
    int number = PageLinksView.number(page);
    Results results =
        search.find(caller, new SearchQuery(text, onlyOfficial, 0, order, number, SIZE));
    Map<Long, Headline> tags =
        headlines.of(results.hits().stream().map(Hit::repositoryId).toList());
    String searched = text;
    model.addAttribute("path", path);
    model.addAttribute("query", text);
    model.addAttribute("official", onlyOfficial);
    model.addAttribute("order", order);
    model.addAttribute("orders", SearchOrder.values());
    model.addAttribute("results", results);
    model.addAttribute("newName", newName(caller, text));
    model.addAttribute("first", (number - 1L) * SIZE + 1);
    model.addAttribute(
        "rows",
        results.hits().stream()
            .map(hit -> ListedRepositoryView.of(hit, searched, tags.get(hit.repositoryId())))
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

  /** What was searched for as the name of a new repository; null where it can be none. */
  private static @Nullable String newName(Caller caller, String text) {
    Caller.Identity me = caller.account();
    if (me == null || text.isEmpty()) {
      return null;
    }
    try {
      return new RepositoryName(me.name(), text.toLowerCase(Locale.ROOT)).name();
    } catch (InvalidRepositoryName e) {
      return null;
    }
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
    if (order != (text.isEmpty() ? SearchOrder.PULLS : SearchOrder.BEST)) {
      address.queryParam("sort", order.text());
    }
    if (page > 1) {
      address.queryParam("page", page);
    }
    UriComponentsBuilder encoded = address.encode();
    return (text.isEmpty() ? encoded.build() : encoded.buildAndExpand(text)).toUriString();
  }
}
