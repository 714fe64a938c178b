package hub.web.page;

import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The links under a list of numbered pages: at most five numbers.
 *
 * @param previous address of the page before, or null
 * @param next address of the page after, or null
 */
public record PageLinksView(
    int count, List<Link> links, @Nullable String previous, @Nullable String next) {

  private static final int SHOWN = 5;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /** One number. */
  public record Link(int number, boolean current, String address) {}

  /** The page that an address asks for, 1 and up; the first, where it asks for none. */
  public static int number(String text) {
    return NUMBER.matcher(text).matches() ? Math.max(1, Integer.parseInt(text)) : 1;
  }

  /**
   * The links of a list.
   *
   * @param page the one that is shown, 1 and up
   * @param address makes the address of a page
   */
  public static PageLinksView of(long total, int page, int size, IntFunction<String> address) {
    int count = (int) Math.min(Integer.MAX_VALUE, (total + size - 1) / size);
    int first = Math.max(1, Math.min(page - SHOWN / 2, count - SHOWN + 1));
    return new PageLinksView(
        count,
        IntStream.rangeClosed(first, Math.min(count, first + SHOWN - 1))
            .mapToObj(number -> new Link(number, number == page, address.apply(number)))
            .toList(),
        page > 1 && page <= count ? address.apply(page - 1) : null,
        page < count ? address.apply(page + 1) : null);
  }
}
