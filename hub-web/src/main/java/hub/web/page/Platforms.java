package hub.web.page;

import hub.registry.browse.PlatformImage;
import java.util.List;

/** What pages show of an image's platforms. */
public final class Platforms {

  private static final String USUAL_SYSTEM = "linux/";

  private Platforms() {}

  /** Each platform once, without the usual system: amd64, arm64/v8, windows/amd64. */
  public static List<String> brief(List<PlatformImage> images) {
    return images.stream()
        .filter(PlatformImage::hasPlatform)
        .map(PlatformImage::platform)
        .map(it -> it.startsWith(USUAL_SYSTEM) ? it.substring(USUAL_SYSTEM.length()) : it)
        .distinct()
        .toList();
  }
}
