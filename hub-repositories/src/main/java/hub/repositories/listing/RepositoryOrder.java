package hub.repositories.listing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How lists of repositories are sorted. */
public enum RepositoryOrder {
  /** Last push first; where none was, the day it was made counts. */
  PUSHED,
  /** By namespace and name. */
  NAME,
  /** Most pulled first. */
  PULLS;

  /** As it stands in addresses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of this {@link #text}, or none. */
  public static Optional<RepositoryOrder> parse(String text) {
    return Arrays.stream(values()).filter(order -> order.text().equals(text)).findFirst();
  }
}
