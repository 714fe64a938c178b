package hub.accounts.limit;

import java.net.InetAddress;

/**
 * Addresses that begin alike, as operators name them in settings.
 *
 * @param bits how many bits of them are the same
 */
public record Network(InetAddress address, int bits) {

  /**
   * Reads {@code 10.1.0.0/16}, or a single address. No name server is asked.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int most = 8 * address.getAddress().length;
    int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(text + " is no network");
    }
    return new Network(address, bits);
  }

  /**
   * Whether an address is in it; a text that is none, as some proxies forward, is in no network.
   */
  public boolean contains(String text) {
    try {
      return contains(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether an address is in it. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] others = other.getAddress();
    if (mine.length != others.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((mine[bit / 8] & mask) != (others[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
