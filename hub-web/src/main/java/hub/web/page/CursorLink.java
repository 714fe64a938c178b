package hub.web.page;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** Leads to the next part of a list that is filtered, sorted and read by a cursor. */
public final class CursorLink {

  private CursorLink() {}

  /** The address of that part; null where there is no cursor, since the list ends. */
  public static @Nullable String of(
      String path, String filter, String sort, @Nullable String cursor) {
    return cursor == null
        ? null
        : UriComponentsBuilder.fromPath(path)
            .queryParam("filter", "{filter}")
            .queryParam("sort", sort)
            .queryParam("cursor", "{cursor}")
            .encode()
            .buildAndExpand(filter, cursor)
            .toUriString();
  }
}
