package hub.accounts.limit;

import java.net.InetAddress;
import java.util.HexFormat;

/** Where requests come from, as far as limits tell places apart. */
public final class ClientNetwork {

  private ClientNetwork() {}

  /**
   * What counts as one place: an address, and of IPv6 the network of 64 bits that everybody gets
   * whole.
   */
  public static String of(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
