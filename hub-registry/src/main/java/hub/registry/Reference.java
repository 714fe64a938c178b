package hub.registry;

/** How a manifest is asked for: by a tag, which moves, or by a digest, which never does. */
public sealed interface Reference permits TagName, Digest {

  /**
   * Reads what stands behind {@code /manifests/}.
   *
   * @throws InvalidDigest where it looks like a digest and is none
   * @throws InvalidTagName where it can be no tag either
   */
  static Reference parse(String text) {
    return text.indexOf(':') >= 0 ? Digest.parse(text) : new TagName(text);
  }
}
