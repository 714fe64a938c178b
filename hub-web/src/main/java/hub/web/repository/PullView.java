package hub.web.repository;

import hub.registry.TagName;
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
    Use use, TagSummary tag, List<String> choices, String command, @Nullable PlatformImage shown) {

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
    // Docker's own line, or that of the one tool that takes what is no image
    String taken = tag.kind().command(image, new TagName(tag.name()));
    String command =
        switch (tag.kind().isImage() ? use : Use.DOCKER) {
          case DOCKER -> taken;
          case PODMAN -> "podman pull " + reference;
          case COMPOSE -> "image: " + reference;
          case FROM -> "FROM " + reference;
          case KUBERNETES -> "- image: " + reference;
          case DIGEST -> "docker pull " + image + "@" + tag.digest();
        };
    return new PullView(use, tag, choices, command, PlatformImage.usual(tag.images()));
  }

  /** The tools to choose from: none for what only one takes. */
  public List<Use> uses() {
    return tag.kind().isImage() ? List.of(Use.values()) : List.of();
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

  /** Whether its platforms differ in size so much that bars tell it. */
  public boolean uneven() {
    long lightest = tag.images().stream().mapToLong(PlatformImage::bytes).min().orElse(0);
    return lightest < heaviest() * 0.95;
  }

  /** The heaviest platform, as the scale of the bars. */
  public long heaviest() {
    return tag.images().stream().mapToLong(PlatformImage::bytes).max().orElse(1);
  }
}
