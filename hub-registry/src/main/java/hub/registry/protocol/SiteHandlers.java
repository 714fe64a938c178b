package hub.registry.protocol;

import hub.registry.access.Catalog;
import hub.registry.access.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** {@code /v2/}, where clients learn how to sign in, and the catalog. */
@Component
class SiteHandlers {

  private static final int MOST_NAMES = 1000;

  private static final String CATALOG = "registry:catalog:*";

  private final Catalog catalog;
  private final Challenges challenges;
  private final Replies replies;

  SiteHandlers(Catalog catalog, Challenges challenges, Replies replies) {
    this.catalog = catalog;
    this.challenges = challenges;
    this.replies = replies;
  }

  /** Anyone who has not signed in is told where: this is what {@code docker login} goes by. */
  void ping(Visitor visitor, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    if (visitor.cameWithNothing()) {
      throw new RegistryFailure(ErrorCode.UNAUTHORIZED)
          .with("WWW-Authenticate", challenges.challenge(request.servlet(), null, null));
    }
    replies.write(response, 200, Map.of());
  }

  /** Everybody sees the public ones. Clients sign in only when asked to. */
  void catalog(Visitor visitor, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    if (visitor.cameWithNothing()) {
      throw new RegistryFailure(ErrorCode.UNAUTHORIZED)
          .with("WWW-Authenticate", challenges.challenge(request.servlet(), CATALOG, null));
    }
    if (!visitor.reachesCatalog()) {
      throw new RegistryFailure(
              ErrorCode.DENIED,
              HttpServletResponse.SC_UNAUTHORIZED,
              ErrorCode.DENIED.message(),
              null)
          .with(
              "WWW-Authenticate",
              challenges.challenge(request.servlet(), CATALOG, "insufficient_scope"));
    }
    int limit = request.limit(MOST_NAMES);
    String last = request.query("last");
    List<String> names =
        limit == 0
            ? List.of()
            : catalog.names(visitor.caller(), last == null ? "" : last, limit + 1);
    if (names.size() > limit) {
      names = names.subList(0, limit);
      response.setHeader(
          "Link",
          "</v2/_catalog?n=%d&last=%s>; rel=\"next\""
              .formatted(limit, URLEncoder.encode(names.getLast(), StandardCharsets.UTF_8)));
    }
    replies.write(response, 200, Map.of("repositories", names));
  }
}
