package hub.registry.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path of the registry, taken apart by hand: names contain slashes, so what a path means is read
 * from its end.
 *
 * @param resource what it is about
 * @param name of the repository as the client wrote it, unchecked; empty where there is none
 * @param last what stands behind the resource: a reference, a digest, the id of an upload
 */
record RegistryPath(Resource resource, String name, String last) {

  /** What a path can be about. */
  enum Resource {
    ROOT,
    CATALOG,
    TAGS,
    MANIFEST,
    BLOB,
    UPLOADS,
    UPLOAD,
    REFERRERS,
    /** Below the registry's root, and nothing we know. */
    UNKNOWN
  }

  /** First segments below /v2/ that belong to the Hub's own API; no account has such a name. */
  static final Set<String> HUB_API =
      Set.of(
          "access-tokens",
          "api_tokens",
          "auditlogs",
          "auth",
          "invites",
          "logout",
          "namespaces",
          "orgs",
          "repositories",
          "scim",
          "search",
          "user",
          "users");

  /** Takes a path apart; null where it is none of the registry's. */
  static @Nullable RegistryPath parse(String uri) {
    if (uri.equals("/v2") || uri.equals("/v2/")) {
      return new RegistryPath(Resource.ROOT, "", "");
    }
    if (!uri.startsWith("/v2/")) {
      return null;
    }
    String rest = uri.substring("/v2/".length());
    if (rest.equals("_catalog")) {
      return new RegistryPath(Resource.CATALOG, "", "");
    }
    int slash = rest.indexOf('/');
    if (HUB_API.contains(slash < 0 ? rest : rest.substring(0, slash))) {
      return null;
    }
    RegistryPath path = fromItsEnd(rest);
    return path == null ? new RegistryPath(Resource.UNKNOWN, decode(rest), "") : path;
  }

  private static @Nullable RegistryPath fromItsEnd(String rest) {
    int last = rest.lastIndexOf('/');
    if (last <= 0) {
      return null;
    }
    String tail = rest.substring(last + 1);
    String before = rest.substring(0, last);
    if (tail.equals("uploads") && before.endsWith("/blobs")) {
      return at(Resource.UPLOADS, before, "/blobs", "");
    }
    if (tail.equals("list") && before.endsWith("/tags")) {
      return at(Resource.TAGS, before, "/tags", "");
    }
    if (before.endsWith("/blobs/uploads")) {
      return tail.isEmpty()
          ? at(Resource.UPLOADS, before, "/blobs/uploads", "")
          : at(Resource.UPLOAD, before, "/blobs/uploads", tail);
    }
    if (before.endsWith("/manifests")) {
      return at(Resource.MANIFEST, before, "/manifests", tail);
    }
    if (before.endsWith("/blobs")) {
      return at(Resource.BLOB, before, "/blobs", tail);
    }
    if (before.endsWith("/referrers")) {
      return at(Resource.REFERRERS, before, "/referrers", tail);
    }
    return null;
  }

  private static RegistryPath at(Resource resource, String before, String marker, String last) {
    return new RegistryPath(
        resource, decode(before.substring(0, before.length() - marker.length())), decode(last));
  }

  /** Undoes percent-encoding once; what cannot be undone stays, and is then no valid name. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return text;
      }
      int value = 16 * high + low;
      // An encoded slash must not become one: it would change what the path means.
      if (value == '/') {
        return text;
      }
      bytes.write(value);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }
}
