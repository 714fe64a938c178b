package hub.webhooks.send;

import hub.accounts.limit.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.stereotype.Component;

/**
 * What webhooks may call: any public address, and of the internal ones (loopback, private networks,
 * link-local with the metadata services of clouds, multicast) those that the operator allows.
 */
@Component
@EnableConfigurationProperties(WebhookSettings.class)
public class AllowedTargets {

  private final boolean everywhere;
  private final Set<String> hosts = new HashSet<>();
  private final InetAddressFilter addresses;

  AllowedTargets(WebhookSettings settings) {
    List<Network> networks = new ArrayList<>();
    boolean all = false;
    for (String entry : settings.webhookAllow()) {
      String allowed = entry.strip().toLowerCase(Locale.ROOT);
      if (allowed.equals("*")) {
        all = true;
      } else if (allowed.contains("/") || isLiteral(allowed)) {
        networks.add(network(allowed));
      } else if (!allowed.isEmpty()) {
        hosts.add(allowed);
      }
    }
    this.everywhere = all;
    this.addresses =
        InetAddressFilter.externalAddresses()
            .and(AllowedTargets::isPublicKind)
            .or(address -> networks.stream().anyMatch(network -> network.contains(address)));
  }

  /**
   * Of IPv6 the internet is 2000::/3. What lies elsewhere may hold an address of IPv4, as
   * ::127.0.0.1 does, which some systems connect to.
   */
  private static boolean isPublicKind(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 || (bytes[0] & 0xe0) == 0x20;
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "HUB_WEBHOOK_ALLOW must list host names, addresses or networks like 10.1.0.0/16: "
              + e.getMessage(),
          e);
    }
  }

  /** Whether the operator trusts this host by name, whatever its address. */
  boolean trusts(String host) {
    return everywhere || hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  /** The addresses that may be connected to on behalf of any other host. */
  InetAddressFilter addresses() {
    return addresses;
  }

  /** Whether a host that is an address in itself, or this machine, can be refused at once. */
  public boolean refuses(String host) {
    if (trusts(host)) {
      return false;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (isLiteral(bare)) {
      return !addresses.matches(InetAddress.ofLiteral(bare));
    }
    String name = bare.toLowerCase(Locale.ROOT);
    return (name.equals("localhost") || name.endsWith(".localhost"))
        && !addresses.matches(InetAddress.getLoopbackAddress());
  }

  /** Why a host is refused, and who can help. */
  public static String refusal(String host) {
    return host
        + " is an internal address, which webhooks may not reach. The operator can allow it with"
        + " HUB_WEBHOOK_ALLOW.";
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException name) {
      return false;
    }
  }
}
