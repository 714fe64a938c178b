package hub.web.repository;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the source of an image is, as its label {@code org.opencontainers.image.source} says:
 * relative links of an overview that came from there are read against it.
 *
 * @param root {@code https://github.com/ada/tea}, without a slash at the end
 * @param pages what stands between the root and a file that people read
 * @param files what stands between the root and the bytes of a file
 */
record SourceRepository(String root, String pages, String files) {

  private static final int LONGEST = 500;

  /** Reads the label; empty where it leads to no forge whose addresses are known. */
  static Optional<SourceRepository> parse(@Nullable String label) {
    if (label == null || label.length() > LONGEST) {
      return Optional.empty();
    }
    URI address;
    try {
      address = new URI(label.strip());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null || !isWeb(address.getScheme())) {
      return Optional.empty();
    }
    String path = address.getRawPath().replaceAll("(\\.git)?/*$", "");
    if (path.split("/", -1).length < 3) {
      return Optional.empty();
    }
    String root = address.getScheme() + "://" + address.getRawAuthority() + path;
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("github.com")) {
      return Optional.of(new SourceRepository(root, "/blob/HEAD/", "/raw/HEAD/"));
    }
    if (name.startsWith("gitlab.") || name.contains(".gitlab.")) {
      return Optional.of(new SourceRepository(root, "/-/blob/HEAD/", "/-/raw/HEAD/"));
    }
    if (name.equals("bitbucket.org")) {
      return Optional.of(new SourceRepository(root, "/src/HEAD/", "/raw/HEAD/"));
    }
    return Optional.empty();
  }

  private static boolean isWeb(@Nullable String scheme) {
    return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
  }

  /** The address of what a relative link leads to; empty where it leads out of the repository. */
  Optional<String> resolve(String relative, boolean picture) {
    String path = relative.startsWith("/") ? relative.substring(1) : relative;
    try {
      String base = "http://source/";
      URI resolved = new URI(base).resolve(new URI(path)).normalize();
      String whole = resolved.toString();
      return whole.startsWith(base) && !whole.startsWith(base + "..")
          ? Optional.of(root + (picture ? files : pages) + whole.substring(base.length()))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
