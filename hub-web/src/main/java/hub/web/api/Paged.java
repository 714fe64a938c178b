package hub.web.api;

import hub.db.HubSettings;
import hub.registry.ReachedAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** A numbered page of a list, with the addresses of the pages beside it. */
public record Paged<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {

  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 100;

  /** Clients ask for ten thousand a page and then follow {@code next}: they get a hundred. */
  public static int size(@Nullable Integer asked) {
    return asked == null ? DEFAULT_SIZE : Math.clamp(asked, 1, MAX_SIZE);
  }

  /** Paged numbers begin with 1. */
  public static int number(@Nullable Integer asked) {
    return asked == null ? 1 : Math.max(1, asked);
  }

  /**
   * A page.
   *
   * @throws ObjectNotFound where it is behind the last one
   */
  public static <T> Paged<T> of(
      HubSettings hub,
      HttpServletRequest request,
      long count,
      int number,
      int size,
      List<T> results) {
    if (number > 1 && results.isEmpty()) {
      throw new ObjectNotFound();
    }
    boolean more = (long) number * size < count && !results.isEmpty();
    return new Paged<>(
        count,
        more ? address(hub, request, number + 1, size) : null,
        number > 1 ? address(hub, request, number - 1, size) : null,
        results);
  }

  private static String address(HubSettings hub, HttpServletRequest request, int number, int size) {
    return UriComponentsBuilder.fromUriString(
            ReachedAddress.of(hub, request) + request.getRequestURI())
        .query(request.getQueryString())
        .replaceQueryParam("page", number)
        .replaceQueryParam("page_size", size)
        .build()
        .toUriString();
  }
}
