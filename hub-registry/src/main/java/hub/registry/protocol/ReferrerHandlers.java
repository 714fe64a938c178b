package hub.registry.protocol;

import hub.registry.Digest;
import hub.registry.manifest.MediaTypes;
import hub.registry.manifest.Referrers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists the manifests that are about another one. */
@Component
class ReferrerHandlers {

  /** Descriptors on a page; fewer where they are long. */
  private static final int MOST_REFERRERS = 500;

  private final Referrers referrers;
  private final Replies replies;

  ReferrerHandlers(Referrers referrers, Replies replies) {
    this.referrers = referrers;
    this.replies = replies;
  }

  void list(Granted granted, RegistryRequest request, HttpServletResponse response)
      throws IOException {
    Digest subject = Digest.parse(request.last());
    String type = request.query("artifactType");
    String last = request.query("last");
    int limit = request.limit(MOST_REFERRERS);
    Referrers.Page page =
        limit == 0
            ? new Referrers.Page(List.of(), false)
            : referrers.of(
                granted.repository().id(),
                subject,
                type,
                last == null ? null : Digest.parse(last),
                limit);
    if (page.more()) {
      response.setHeader("Link", next(request, subject, type, page.shown().getLast()));
    }
    write(response, type, page.shown());
  }

  /** For a repository that is not there yet, and whose name the caller may know to be free. */
  void listNone(RegistryRequest request, HttpServletResponse response) throws IOException {
    Digest.parse(request.last());
    write(response, request.query("artifactType"), List.of());
  }

  private void write(
      HttpServletResponse response, @Nullable String type, List<Referrers.Referrer> referrers)
      throws IOException {
    if (type != null) {
      response.setHeader("OCI-Filters-Applied", "artifactType");
    }
    replies.writeAs(response, 200, MediaTypes.OCI_INDEX, ReferrersIndex.of(referrers));
  }

  private static String next(
      RegistryRequest request, Digest subject, @Nullable String type, Referrers.Referrer last) {
    String limit = request.query("n");
    return "</v2/%s/referrers/%s?last=%s%s%s>; rel=\"next\""
        .formatted(
            request.nameAsWritten(),
            subject,
            last.manifest().digest(),
            limit == null ? "" : "&n=" + limit,
            type == null ? "" : "&artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8));
  }
}
