package hub.web.repository;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.registry.browse.AttachedManifests;
import hub.registry.browse.ImageDetail;
import hub.registry.browse.ImageDetails;
import hub.registry.browse.IndexDetail;
import hub.registry.browse.IndexDetails;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import hub.web.page.NothingHere;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page of a tag or digest shows. The caller has checked permission. */
@Component
class ManifestViews {

  private final ImageDetails images;
  private final IndexDetails indexes;
  private final AttachedManifests attached;

  ManifestViews(ImageDetails images, IndexDetails indexes, AttachedManifests attached) {
    this.images = images;
    this.indexes = indexes;
    this.attached = attached;
  }

  /**
   * What a tag points to.
   *
   * @param platform of the image to show, as {@link PlatformImage#label} has it; null for the usual
   * @throws NothingHere where it has no image for that
   */
  ManifestView of(RepositoryHeadView head, TagSummary tag, @Nullable String platform) {
    PlatformImage shown = chosen(tag.images(), platform);
    Optional<IndexDetail> index = indexes.find(head.id(), tag.digest());
    if (shown == null) {
      return whole(head, tag.digest(), index, tag.kind(), new TagName(tag.name()));
    }
    ImageDetail image = images.find(head.id(), shown.digest()).orElseThrow(NothingHere::new);
    return new ManifestView(
        tag.digest(),
        tag.kind(),
        ManifestView.command(head.image(), tag, shown),
        index.orElse(null),
        ImageView.of(image),
        null,
        attached.to(head.id(), List.of(tag.digest(), shown.digest())).stream()
            .filter(it -> index.isEmpty() || !lists(index.get(), it.digest()))
            .toList());
  }

  private static boolean lists(IndexDetail index, String digest) {
    return index.entries().stream().anyMatch(entry -> entry.digest().equals(digest));
  }

  /**
   * What a digest names.
   *
   * @throws NothingHere where the repository has no such manifest
   */
  ManifestView of(RepositoryHeadView head, Digest digest) {
    Optional<IndexDetail> index = indexes.find(head.id(), digest.toString());
    ArtifactKind kind = index.map(IndexDetail::kind).orElse(ArtifactKind.OTHER);
    return whole(head, digest.toString(), index, kind, digest);
  }

  private ManifestView whole(
      RepositoryHeadView head,
      String digest,
      Optional<IndexDetail> found,
      ArtifactKind kind,
      Reference at) {
    var about = attached.to(head.id(), List.of(digest));
    if (found.isPresent()) {
      IndexDetail index = found.get();
      String command = ManifestView.command(head.image(), index, kind, at);
      return new ManifestView(digest, kind, command, index, null, null, about);
    }
    ImageDetail detail = images.find(head.id(), digest).orElseThrow(NothingHere::new);
    boolean image = detail.kind().isImage();
    return new ManifestView(
        digest,
        detail.kind(),
        ManifestView.command(head.image(), detail, at),
        null,
        image ? ImageView.of(detail) : null,
        image ? null : detail,
        about);
  }

  private static @Nullable PlatformImage chosen(
      List<PlatformImage> images, @Nullable String platform) {
    if (platform == null) {
      return PlatformImage.usual(images);
    }
    var named = new ArrayList<PlatformImage>();
    images.stream().filter(it -> it.label().equals(platform)).forEach(named::add);
    images.stream().filter(it -> it.platform().equals(platform)).forEach(named::add);
    if (named.isEmpty()) {
      throw new NothingHere();
    }
    return named.getFirst();
  }
}
