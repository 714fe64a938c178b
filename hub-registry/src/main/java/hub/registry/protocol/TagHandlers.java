package hub.registry.protocol;

import hub.registry.tag.Tags;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The list of tags. */
@Component
class TagHandlers {

  private static final int MOST_TAGS = 1000;

  private final Tags tags;
  private final Replies replies;

  TagHandlers(Tags tags, Replies replies) {
    this.tags = tags;
    this.replies = replies;
  }

  void list(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    int limit = request.limit(MOST_TAGS);
    String last = request.query("last");
    List<String> names =
        limit == 0
            ? List.of()
            : tags.list(granted.repository().id(), last == null ? "" : last, limit + 1);
    if (names.size() > limit) {
      names = names.subList(0, limit);
      response.setHeader(
          "Link",
          "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
              .formatted(request.nameAsWritten(), limit, names.getLast()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", request.nameAsWritten());
    body.put("tags", names);
    replies.write(response, 200, body);
  }
}
