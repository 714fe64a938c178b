package hub.web.repository;

import hub.registry.browse.TagCounts;
import hub.registry.browse.TagQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A page of tags.
 *
 * @param path of the list
 * @param tags how many there are on this page; some share a row
 * @param previous cursor of the page before this one, or null
 * @param next cursor of the page after this one, or null
 */
public record TagListView(
    String path,
    TagQuery query,
    List<TagRowView> rows,
    int tags,
    TagCounts.Place place,
    @Nullable String previous,
    @Nullable String next) {

  public TagQuery.Order[] orders() {
    return TagQuery.Order.values();
  }

  /** Whether these are the tags that tools keep beside an image. */
  public boolean isOfHelpers() {
    return query.part() == TagQuery.Part.HELPERS;
  }

  /** Bytes of the heaviest row, so that the ribbons compare. */
  public long scale() {
    return Math.max(1, rows.stream().mapToLong(TagRowView::bytes).max().orElse(1));
  }

  /** Whether any row has a ribbon, whose colours the legend explains. */
  public boolean hasRibbons() {
    return rows.stream().anyMatch(TagRowView::hasRibbon);
  }

  /** Which of all these are, from 1. */
  public long first() {
    return place.ahead() + 1;
  }

  public long last() {
    return place.ahead() + tags;
  }

  public @Nullable String newer() {
    return address(previous);
  }

  public @Nullable String older() {
    return address(next);
  }

  private @Nullable String address(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    UriComponentsBuilder address =
        UriComponentsBuilder.fromPath(path)
            .queryParam("filter", "{filter}")
            .queryParam("sort", query.order().text());
    if (isOfHelpers()) {
      address.queryParam("part", query.part().text());
    }
    return address
        .queryParam("cursor", "{cursor}")
        .encode()
        .buildAndExpand(query.filter(), cursor)
        .toUriString();
  }
}
