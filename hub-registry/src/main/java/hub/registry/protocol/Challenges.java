package hub.registry.protocol;

import hub.db.HubSettings;
import hub.registry.ReachedAddress;
import hub.registry.access.RegistryTokens;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells clients where tokens are had. Bearer only: Docker's client takes the last challenge it
 * knows, and without stored credentials it gives up at Basic. Basic is understood all the same.
 */
@Component
class Challenges {

  private final HubSettings hub;
  private final String service;

  Challenges(HubSettings hub, RegistryTokens tokens) {
    this.hub = hub;
    this.service = tokens.service();
  }

  /** The address by which the client reached the hub. */
  String address(HttpServletRequest request) {
    return ReachedAddress.of(hub, request);
  }

  /**
   * The value of {@code WWW-Authenticate}.
   *
   * @param scope what a token must be asked for; null for any token
   * @param error why the one in hand does not do; null where there was none
   */
  String challenge(HttpServletRequest request, @Nullable String scope, @Nullable String error) {
    return challenge(request, scope, error, null);
  }

  /**
   * The same with words, which Docker's client prints.
   *
   * @param description without quotes and in ASCII (RFC 6750, 3); null for none
   */
  String challenge(
      HttpServletRequest request,
      @Nullable String scope,
      @Nullable String error,
      @Nullable String description) {
    return "Bearer realm=\"%s/token\",service=\"%s\"%s%s%s"
        .formatted(
            address(request),
            service,
            scope == null ? "" : ",scope=\"" + scope + "\"",
            error == null ? "" : ",error=\"" + error + "\"",
            description == null ? "" : ",error_description=\"" + description + "\"");
  }
}
