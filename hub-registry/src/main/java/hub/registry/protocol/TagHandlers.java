package hub.registry.protocol;

import hub.registry.manifest.Manifests;
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

  private final Manifests manifests;
  private final Replies replies;

  TagHandlers(Manifests manifests, Replies replies) {
    this.manifests = manifests;
    this.replies = replies;
  }

  void list(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    int limit = request.limit(MOST_TAGS);
    String last = request.query("last");
    List<String> tags =
        limit == 0
            ? List.of()
            : manifests.tags(granted.repository().id(), last == null ? "" : last, limit + 1);
    if (tags.size() > limit) {
      tags = tags.subList(0, limit);
      response.setHeader(
          "Link",
          "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
              .formatted(request.nameAsWritten(), limit, tags.getLast()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", request.nameAsWritten());
    body.put("tags", tags);
    replies.write(response, 200, body);
  }
}
