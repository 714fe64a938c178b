package hub.registry;

import hub.db.HubSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address by which a client reached the hub: the public one, or where it came in by another
 * name (a port on localhost, a second host name behind a proxy), that one.
 */
public final class ReachedAddress {

  private ReachedAddress() {}

  /**
   * Scheme, host and port. Forwarded headers count only as far as the container was told to trust
   * them: what it made of them is the server's name and scheme. Its port is not: a proxy that tells
   * the scheme alone gets that scheme's port, whatever stands in {@code Host}.
   */
  public static String of(HubSettings hub, HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null || host.isEmpty() || host.equalsIgnoreCase(hub.registryHost())) {
      return hub.url().toString();
    }
    String scheme = request.getScheme().toLowerCase(Locale.ROOT);
    String name = request.getServerName();
    int port = port(host, name);
    if (port < 0 && !nameOf(host).equalsIgnoreCase(name)) {
      // The container took the name from there, and left the port.
      port = port(request.getHeader("X-Forwarded-Host"), name);
    }
    if (port < 0) {
      port = request.getServerPort();
    }
    boolean standard = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + name + (standard ? "" : ":" + port);
  }

  /** The port of a host of this name; -1 where it has none, or another name. */
  private static int port(@Nullable String host, String name) {
    if (host == null || !nameOf(host).equalsIgnoreCase(name)) {
      return -1;
    }
    String rest = host.substring(nameOf(host).length());
    return rest.matches(":[0-9]{1,5}") ? Integer.parseInt(rest.substring(1)) : -1;
  }

  /** Of {@code [::1]:8080} what stands in the brackets, with them. */
  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
