package hub.registry;

/** A text that is no digest this registry knows. */
public class InvalidDigest extends RuntimeException {

  InvalidDigest(String text) {
    super(
        "\""
            + (text.length() <= 140 ? text : text.substring(0, 140) + "…")
            + "\" is not a digest: write sha256: and 64, or sha512: and 128, lower-case hexadecimal digits");
  }
}
