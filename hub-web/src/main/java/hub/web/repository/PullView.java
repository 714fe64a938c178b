package hub.web.repository;

import hub.registry.browse.LayerSize;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to use one tag: a line ready to paste, for each of six tools.
 *
 * @param use the tool that is chosen
 * @param choices the tags to choose from
 * @param command the line for it
 * @param shown what most people pull: linux/amd64 or else the first; null for artifacts
 */
public record PullView(
    Use use,
    TagSummary tag,
    List<String> choices,
    String command,
    String pullCommand,
    @Nullable PlatformImage shown) {

  /** The tools. */
  public enum Use {
    DOCKER("docker"),
    PODMAN("podman"),
    COMPOSE("compose"),
    FROM("from"),
    KUBERNETES("kubernetes"),
    DIGEST("digest");

    private final String key;

    Use(String key) {
      this.key = key;
    }

    /** As it stands in addresses and messages. */
    public String key() {
      return key;
    }

    static Use parse(@Nullable String text) {
      for (Use use : values()) {
        if (use.key.equals(text)) {
          return use;
        }
      }
      return DOCKER;
    }
  }

  static PullView of(Use use, String image, TagSummary tag, List<String> choices) {
    String reference = image + ":" + tag.name();
    String command =
        switch (use) {
          case DOCKER -> "docker pull " + reference;
          case PODMAN -> "podman pull " + reference;
          case COMPOSE -> "image: " + reference;
          case FROM -> "FROM " + reference;
          case KUBERNETES -> "- image: " + reference;
          case DIGEST -> "docker pull " + image + "@" + tag.digest();
        };
    return new PullView(
        use, tag, choices, command, "docker pull " + reference, PlatformImage.usual(tag.images()));
  }

  public Use[] uses() {
    return Use.values();
  }

  /** Bytes of the base image, 0 where it is not known. */
  public long baseBytes() {
    return shown == null
        ? 0
        : shown.layers().stream().filter(LayerSize::base).mapToLong(LayerSize::bytes).sum();
  }

  /** Bytes that this image adds. */
  public long ownBytes() {
    return shown == null
        ? 0
        : shown.layers().stream().filter(it -> !it.base()).mapToLong(LayerSize::bytes).sum();
  }

  /** The heaviest platform, as the scale of the bars. */
  public long heaviest() {
    return tag.images().stream().mapToLong(PlatformImage::bytes).max().orElse(1);
  }
}
