package hub.registry.browse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which tags, and in which order.
 *
 * @param filter part of the name, or empty
 * @param cursor {@link TagPage#next} or {@link TagPage#previous} of another page, or null
 * @param size how many, 1 to 100
 */
public record TagQuery(String filter, Order order, @Nullable String cursor, int size) {

  /** Control characters are in no name, and the database refuses some of them. */
  public TagQuery {
    filter = filter.replaceAll("\\p{Cntrl}", "");
  }

  /** How tags are sorted. */
  public enum Order {
    /** 6.0.10 before 6.0.9; names that are no versions after them. */
    VERSION("sort_key", "text", true),
    NEWEST("pushed_at", "timestamptz", true),
    OLDEST("pushed_at", "timestamptz", false),
    NAME("name", "text", false);

    private final String column;
    private final String type;
    private final boolean downwards;

    Order(String column, String type, boolean downwards) {
      this.column = column;
      this.type = type;
      this.downwards = downwards;
    }

    /** As it stands in addresses: {@code version}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; anything else means {@link #VERSION}. */
    public static Order parse(String text) {
      for (Order order : values()) {
        if (order.text().equals(text)) {
          return order;
        }
      }
      return VERSION;
    }

    /** What tags are sorted by, and its type in SQL. */
    String column() {
      return column;
    }

    String type() {
      return type;
    }

    boolean isDownwards() {
      return downwards;
    }
  }
}
