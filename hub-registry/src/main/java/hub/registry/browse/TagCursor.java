package hub.registry.browse;

import hub.registry.InvalidTagName;
import hub.registry.TagName;
import hub.registry.browse.TagQuery.Order;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of tags begins: behind, or before, this tag.
 *
 * @param key what the tags are sorted by
 * @param name of the tag, which decides between equal keys
 */
record TagCursor(boolean backwards, String key, TagName name) {

  private static final String SEPARATOR = "\n";

  /** Reads a cursor; one that was tampered with means the first page. */
  static @Nullable TagCursor parse(@Nullable String text, Order order) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)
              .split(SEPARATOR, -1);
      if (parts.length != 3 || text.length() > 4000 || parts[1].indexOf('\0') >= 0) {
        return null;
      }
      if (order == Order.NEWEST || order == Order.OLDEST) {
        Instant.parse(parts[1]);
      }
      return new TagCursor(parts[0].equals("before"), parts[1], new TagName(parts[2]));
    } catch (IllegalArgumentException | InvalidTagName | DateTimeException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    String text = String.join(SEPARATOR, backwards ? "before" : "after", key, name.value());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
