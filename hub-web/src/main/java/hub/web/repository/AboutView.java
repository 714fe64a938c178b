package hub.web.repository;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of itself, as the page shows it.
 *
 * @param source address of the source; null where it gives none that leads to the web
 * @param documentation address of the manual
 * @param home address of the project
 */
record AboutView(
    @Nullable String source,
    @Nullable String documentation,
    @Nullable String home,
    @Nullable String licence,
    @Nullable String version) {

  /**
   * Of labels.
   *
   * @param labels by {@link hub.registry.browse.ImageLabels}
   */
  static AboutView of(Map<String, String> labels) {
    String source = web(labels.get("source"));
    String home = web(labels.get("url"));
    return new AboutView(
        source,
        web(labels.get("documentation")),
        home == null || home.equals(source) ? null : home,
        labels.get("licenses"),
        labels.get("version"));
  }

  /** Only what a browser opens as a page. */
  private static @Nullable String web(@Nullable String address) {
    if (address == null) {
      return null;
    }
    try {
      URI uri = new URI(address.strip());
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null ? uri.toString() : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** An address without what all of them begin with. */
  public String brief(String address) {
    return address.replaceFirst("^https?://(www\\.)?", "").replaceFirst("(\\.git)?/*$", "");
  }
}
