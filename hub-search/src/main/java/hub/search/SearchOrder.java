package hub.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How hits are sorted. */
public enum SearchOrder {
  BEST,
  PULLS,
  STARS,
  UPDATED;

  /** As it stands in addresses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of this {@link #text}, or none. */
  public static Optional<SearchOrder> parse(String text) {
    return Arrays.stream(values()).filter(order -> order.text().equals(text)).findFirst();
  }
}
