package hub.web.repository;

import hub.registry.TagName;
import hub.registry.browse.AttachedManifests.Attached;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import hub.web.page.Platforms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of tags.
 *
 * @param names the tags of the row, the fullest first, all of one digest: 2.0.0, 2.0, 2, latest
 * @param tag the first of them
 * @param shown the image that size and ribbon are of; null for artifacts
 * @param attached one of each kind that stands beside the image
 */
public record TagRowView(
    List<String> names, TagSummary tag, @Nullable PlatformImage shown, List<Attached> attached) {

  public long bytes() {
    return tag.bytes();
  }

  /** The line that takes it. */
  public String command(String image) {
    return tag.kind().command(image, new TagName(tag.name()));
  }

  /** Whether its layers tell more than its size does: several, or a base that others share. */
  public boolean hasRibbon() {
    return shown != null && shown.layers().size() > 1;
  }

  /** The first eight digits of the digest, as people tell images apart. */
  public String shortDigest() {
    String hex = tag.digest().substring(tag.digest().indexOf(':') + 1);
    return hex.substring(0, Math.min(8, hex.length()));
  }

  /** Other tags of the same digest that stand elsewhere in the list. */
  public List<String> alsoTagged() {
    return tag.alsoTagged().stream().filter(name -> !names.contains(name)).toList();
  }

  /** Platforms without the usual system: amd64, arm64/v8, windows/amd64. */
  public List<String> platforms() {
    return Platforms.brief(tag.images());
  }
}
