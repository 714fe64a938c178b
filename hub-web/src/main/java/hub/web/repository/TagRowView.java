package hub.web.repository;

import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import hub.web.page.Platforms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of tags.
 *
 * @param shown the image that size and ribbon are of; null for artifacts
 */
public record TagRowView(TagSummary tag, @Nullable PlatformImage shown) {

  static TagRowView of(TagSummary tag) {
    return new TagRowView(tag, PlatformImage.usual(tag.images()));
  }

  public long bytes() {
    return tag.bytes();
  }

  /** The first eight digits of the digest, as people tell images apart. */
  public String shortDigest() {
    String hex = tag.digest().substring(tag.digest().indexOf(':') + 1);
    return hex.substring(0, Math.min(8, hex.length()));
  }

  /** Platforms without the usual system: amd64, arm64/v8, windows/amd64. */
  public List<String> platforms() {
    return Platforms.brief(tag.images());
  }
}
