package hub.registry.browse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One platform's image in short.
 *
 * @param platform {@code linux/arm64/v8}, or {@code unknown} where neither index nor image tell
 * @param osVersion of Windows, like {@code 10.0.20348.2402}; null where none is given
 * @param osFeatures what the system must have beside, like {@code win32k}; mostly none
 * @param bytes what a pull moves: configuration and layers, compressed
 * @param layers for the ribbon, from the base
 */
public record PlatformImage(
    String digest,
    String platform,
    @Nullable String osVersion,
    List<String> osFeatures,
    long bytes,
    List<LayerSize> layers) {

  /** Stands for a platform that nobody tells. */
  public static final String UNKNOWN = "unknown";

  /** Of a system without versions and features. */
  public PlatformImage(String digest, String platform, long bytes, List<LayerSize> layers) {
    this(digest, platform, null, List.of(), bytes, layers);
  }

  /** The same with so many of its first layers told to be of another image. */
  PlatformImage on(int baseLayers) {
    List<LayerSize> told = new ArrayList<>(layers.size());
    for (LayerSize layer : layers) {
      told.add(new LayerSize(layer.bytes(), told.size() < baseLayers));
    }
    return new PlatformImage(digest, platform, osVersion, osFeatures, bytes, told);
  }

  /** What most people pull: linux/amd64, or else the first; null where there is none. */
  public static @Nullable PlatformImage usual(List<PlatformImage> images) {
    return images.stream()
        .filter(image -> image.platform().equals("linux/amd64"))
        .findFirst()
        .orElse(images.isEmpty() ? null : images.getFirst());
  }

  /** Whether it is known on what it runs. */
  public boolean hasPlatform() {
    return !platform.equals(UNKNOWN);
  }

  /** The platform with what tells it from others: {@code windows/amd64 10.0.20348.2402}. */
  public String label() {
    StringBuilder label = new StringBuilder(platform);
    if (osVersion != null) {
      label.append(' ').append(osVersion);
    }
    osFeatures.forEach(feature -> label.append(' ').append(feature));
    return label.toString();
  }
}
