package hub.webhooks.send;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a URL, also where its name has an underscore: services of Docker stacks are called so
 * (stack_service), and {@link URI} knows no host in them.
 */
public final class TargetHost {

  /** The last label begins with no digit, so that this is never another spelling of an address. */
  private static final Pattern WITH_UNDERSCORE =
      Pattern.compile(
          "((?:[A-Za-z0-9_-]{1,63}\\.)*[A-Za-z_][A-Za-z0-9_-]{0,62})(?::([0-9]{1,5}))?");

  /** An address as one number, which resolvers take and nobody means. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]+");

  private TargetHost() {}

  /** The host, as it is written; empty where the URL names none. */
  public static Optional<String> of(URI url) {
    Optional<String> host =
        url.getHost() == null ? authority(url).map(it -> it.group(1)) : Optional.of(url.getHost());
    return host.filter(it -> !NUMBER.matcher(it).matches());
  }

  /** The port; -1 where the URL names none. */
  public static int port(URI url) {
    return url.getHost() == null
        ? authority(url).map(it -> it.group(2)).map(Integer::parseInt).orElse(-1)
        : url.getPort();
  }

  private static Optional<Matcher> authority(URI url) {
    if (url.getRawAuthority() == null) {
      return Optional.empty();
    }
    Matcher matcher = WITH_UNDERSCORE.matcher(url.getRawAuthority());
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }
}
