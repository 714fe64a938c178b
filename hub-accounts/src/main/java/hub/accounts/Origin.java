package hub.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from.
 *
 * @param address the client's IP address, as the proxies that the operator trusts tell it
 * @param client the program, as it calls itself ({@code User-Agent}); at most {@value #LONGEST}
 *     characters are kept; empty where it does not say
 */
public record Origin(String address, String client) {

  /** How much of a client's name is kept, in characters. */
  public static final int LONGEST = 200;

  /** Of what the hub does by itself. */
  public static final Origin INSIDE = new Origin("", "");

  /** The same where the client may not say what it is. */
  public static Origin of(String address, @Nullable String client) {
    return new Origin(address, client == null ? "" : client);
  }

  public Origin {
    client = client.length() <= LONGEST ? client : client.substring(0, LONGEST);
  }
}
