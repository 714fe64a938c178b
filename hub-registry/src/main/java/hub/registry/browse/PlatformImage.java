package hub.registry.browse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One platform's image in short.
 *
 * @param platform {@code linux/arm64/v8}, or {@code unknown} for artifacts
 * @param bytes what a pull moves: configuration and layers, compressed
 * @param layers for the ribbon, from the base
 */
public record PlatformImage(String digest, String platform, long bytes, List<LayerSize> layers) {

  /** What most people pull: linux/amd64, or else the first; null where there is none. */
  public static @Nullable PlatformImage usual(List<PlatformImage> images) {
    return images.stream()
        .filter(image -> image.platform().equals("linux/amd64"))
        .findFirst()
        .orElse(images.isEmpty() ? null : images.getFirst());
  }
}
