package hub.web.repository;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.registry.browse.AttachedManifests.Attached;
import hub.registry.browse.ImageDetail;
import hub.registry.browse.IndexDetail;
import hub.registry.browse.ManifestEntry;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import hub.web.page.Digests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of a tag or of a digest: an image, an artifact, an index, or an index and one of its
 * images.
 *
 * @param digest of the tag, or the one that was asked for
 * @param command the line that takes it
 * @param index null for what lists nothing
 * @param image null where there is none to show
 * @param artifact null for images
 * @param attached signatures, attestations and the like; of an index and image those of both
 */
public record ManifestView(
    String digest,
    ArtifactKind kind,
    String command,
    @Nullable IndexDetail index,
    @Nullable ImageView image,
    @Nullable ImageDetail artifact,
    List<Attached> attached) {

  /** {@code sha256:9f2c41d7…8e05b1}. */
  public String shortDigest() {
    return Digests.brief(digest);
  }

  /** Whether the image is one of several things that an index lists. */
  public boolean isPart() {
    return index != null && image != null;
  }

  /** The manifest that this page is of; of a part of an index the part. */
  public String json() {
    return image != null
        ? image.detail().manifestJson()
        : artifact != null ? artifact.manifestJson() : index != null ? index.manifestJson() : "";
  }

  /** The line that takes one image of a tag: on another machine than most people's by name. */
  static String command(String image, TagSummary tag, PlatformImage shown) {
    TagName name = new TagName(tag.name());
    if (shown.equals(PlatformImage.usual(tag.images()))) {
      return ArtifactKind.IMAGE.command(image, name);
    }
    long alike = tag.images().stream().filter(it -> it.platform().equals(shown.platform())).count();
    return alike == 1 && shown.hasPlatform()
        ? "docker pull --platform %s %s:%s".formatted(shown.platform(), image, name)
        : ArtifactKind.IMAGE.command(image, Digest.parse(shown.digest()));
  }

  /** The line that takes what is no image: oras skips files without a title. */
  static String command(String image, ImageDetail artifact, Reference at) {
    boolean untitled = artifact.files().stream().noneMatch(it -> it.title() != null);
    return artifact.kind().isFiles() && untitled
        ? ArtifactKind.copyCommand(image, at)
        : artifact.kind().command(image, at);
  }

  /** The line that takes an index: where nothing of it can be pulled, its text. */
  static String command(String image, IndexDetail index, ArtifactKind kind, Reference at) {
    return kind != ArtifactKind.INDEX || index.hasImages()
        ? kind.command(image, at)
        : ArtifactKind.readCommand(image, at);
  }

  /** What the index lists beside images, and images that are not here. */
  public List<ManifestEntry> entries() {
    return index == null ? List.of() : index.entries();
  }
}
