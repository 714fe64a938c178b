package hub.registry.protocol;

import hub.registry.Digest;

/** Caching by digest: what a digest names never changes. */
final class Etag {

  private Etag() {}

  static String of(Digest digest) {
    return "\"" + digest + "\"";
  }

  /** Whether the client has it already. */
  static boolean matches(RegistryRequest request, Digest digest) {
    String known = request.header("If-None-Match");
    return known != null && (known.equals("*") || known.contains(of(digest)));
  }

  /** How long what is named by digest may be kept; what is private, by the client alone. */
  static String immutable(boolean isPrivate) {
    return (isPrivate ? "private, " : "") + "max-age=31536000, immutable";
  }
}
