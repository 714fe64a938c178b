package hub.accounts.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who makes it: the one reader of the header {@code Authorization}, for
 * every door.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, Bearer</a>
 */
public sealed interface AuthorizationHeader {

  /** Nothing was said. */
  record Nothing() implements AuthorizationHeader {}

  /** A name and a secret: a password or an access token. */
  record NameAndSecret(String name, String secret) implements AuthorizationHeader {

    /** Never the secret. */
    @Override
    public String toString() {
      return "NameAndSecret[" + name + "]";
    }
  }

  /** A token: of the door that is asked, or an access token. */
  record Bearer(String token) implements AuthorizationHeader {

    /** Never the token. */
    @Override
    public String toString() {
      return "Bearer[…]";
    }
  }

  /**
   * Reads the header. An empty name with an empty secret counts as nothing, which is how some
   * clients say that they have none; {@code JWT} is Docker Hub's older word for {@code Bearer}.
   *
   * @param header its value; null where there is none
   * @throws BadCredentials where it cannot be read
   */
  static AuthorizationHeader parse(@Nullable String header) {
    if (header == null) {
      return new Nothing();
    }
    String text = header.strip();
    int space = text.indexOf(' ');
    String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
    String value = space < 0 ? "" : text.substring(space + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(value);
      case "bearer", "jwt" -> new Bearer(value);
      default -> throw new BadCredentials();
    };
  }

  private static AuthorizationHeader basic(String value) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCredentials();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new BadCredentials();
    }
    return pair.length() == 1
        ? new Nothing()
        : new NameAndSecret(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
