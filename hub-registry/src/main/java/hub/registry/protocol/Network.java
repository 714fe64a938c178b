package hub.registry.protocol;

import java.net.InetAddress;

/**
 * Addresses that begin alike.
 *
 * @param bits how many bits of them are the same
 */
record Network(InetAddress address, int bits) {

  /**
   * Reads {@code 10.1.0.0/16}, or a single address.
   *
   * @throws IllegalArgumentException where it is neither
   */
  static Network parse(String text) {
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
  boolean contains(String text) {
    byte[] mine = address.getAddress();
    byte[] other;
    try {
      other = InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
