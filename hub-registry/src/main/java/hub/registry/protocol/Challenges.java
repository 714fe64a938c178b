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

  /**
   * The value of {@code WWW-Authenticate}.
   *
   * @param scope what a token must be asked for; null for any token
   * @param error why the one in hand does not do; null where there was none
   */
  String challenge(HttpServletRequest request, @Nullable String scope, @Nullable String error) {
    return "Bearer realm=\"%s/token\",service=\"%s\"%s%s"
        .formatted(
            ReachedAddress.of(hub, request),
            service,
            scope == null ? "" : ",scope=\"" + scope + "\"",
            error == null ? "" : ",error=\"" + error + "\"");
  }
}
