package hub.registry.browse;

import hub.registry.tag.VersionOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which tags, and in which order.
 *
 * @param part all, or without those that tools keep beside an image, or those alone
 * @param filter part of the name, or empty
 * @param cursor {@link TagPage#next} or {@link TagPage#previous} of another page, or null
 * @param size how many, 1 to 100
 */
public record TagQuery(Part part, String filter, Order order, @Nullable String cursor, int size) {

  /** Control characters are in no name, and the database refuses some of them. */
  public TagQuery {
    filter = filter.replaceAll("\\p{Cntrl}", "");
  }

  /** All tags. */
  public TagQuery(String filter, Order order, @Nullable String cursor, int size) {
    this(Part.ALL, filter, order, cursor, size);
  }

  /** Which kind of tags. */
  public enum Part {
    /** What people look for. */
    IMAGES(">="),
    /** What tools keep beside an image: signatures, lists of contents, caches. */
    HELPERS("<"),
    ALL("");

    private final String comparison;

    Part(String comparison) {
      this.comparison = comparison;
    }

    /** As it stands in addresses: {@code helpers}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; anything else means {@link #IMAGES}. */
    public static Part parse(String text) {
      for (Part part : values()) {
        if (part.text().equals(text)) {
          return part;
        }
      }
      return IMAGES;
    }

    /** As a condition on the table that is called {@code t}. */
    String sql() {
      return this == ALL
          ? "true"
          : "t.sort_key " + comparison + " '" + VersionOrder.HELPERS_END + "'";
    }
  }

  /** How tags are sorted. */
  public enum Order {
    /** As {@link VersionOrder} has it: latest, 6.0.10, 6.0.9, then names that are no versions. */
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
