package hub.web.page;

import hub.registry.Images.PlatformImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages show of an image's platforms. */
public final class Platforms {

  private static final String USUAL = "linux/amd64";
  private static final String USUAL_SYSTEM = "linux/";

  private Platforms() {}

  /** What most people pull: linux/amd64 or else the first; null for artifacts. */
  public static @Nullable PlatformImage usual(List<PlatformImage> images) {
    return images.stream()
        .filter(image -> image.platform().equals(USUAL))
        .findFirst()
        .orElse(images.isEmpty() ? null : images.getFirst());
  }

  /** Each platform once, without the usual system: amd64, arm64/v8, windows/amd64. */
  public static List<String> brief(List<PlatformImage> images) {
    return images.stream()
        .map(PlatformImage::platform)
        .map(it -> it.startsWith(USUAL_SYSTEM) ? it.substring(USUAL_SYSTEM.length()) : it)
        .distinct()
        .toList();
  }
}
