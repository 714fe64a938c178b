package hub.registry.protocol;

import hub.db.HubSettings;
import hub.registry.access.RegistryTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
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
            address(request),
            service,
            scope == null ? "" : ",scope=\"" + scope + "\"",
            error == null ? "" : ",error=\"" + error + "\"");
  }

  /**
   * The public address, or where the client came in by another name (a port on localhost, a second
   * host name), that one. Forwarded headers count only where the container was told to trust them.
   */
  private String address(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null || host.isEmpty() || host.equalsIgnoreCase(hub.registryHost())) {
      return hub.url().toString();
    }
    String scheme = request.getScheme().toLowerCase(Locale.ROOT);
    int port = request.getServerPort();
    boolean standard = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + request.getServerName() + (standard ? "" : ":" + port);
  }
}
