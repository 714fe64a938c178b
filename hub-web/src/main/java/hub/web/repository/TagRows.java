package hub.web.repository;

import hub.registry.ArtifactKind;
import hub.registry.browse.AttachedManifests.Attached;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows of a page of tags. In the order of versions, tags that follow a release around stand in
 * its row: 2, 2.0 and latest in that of 2.0.0, as long as they point to the same.
 */
final class TagRows {

  private static final String LATEST = "latest";

  /** A version in numbers, and what follows it: 18.6 and -alpine. */
  private static final Pattern VERSION = Pattern.compile("([vV]?)([0-9]+(?:\\.[0-9]+)*)(.*)");

  private final Map<String, List<Attached>> attachments;
  private final List<List<TagSummary>> rows = new ArrayList<>();

  private TagRows(Map<String, List<Attached>> attachments) {
    this.attachments = attachments;
  }

  /**
   * Rows in the order of the tags.
   *
   * @param grouped whether tags that follow a release stand in its row
   * @param attachments by digest
   */
  static List<TagRowView> of(
      List<TagSummary> tags, boolean grouped, Map<String, List<Attached>> attachments) {
    TagRows page = new TagRows(attachments);
    for (TagSummary tag : tags) {
      if (!grouped || !page.join(tag)) {
        page.rows.add(new ArrayList<>(List.of(tag)));
      }
    }
    return page.rows.stream().map(page::view).toList();
  }

  private boolean join(TagSummary tag) {
    for (List<TagSummary> row : rows) {
      if (row.getFirst().digest().equals(tag.digest()) && follows(row, tag.name())) {
        boolean leads = row.size() == 1 && row.getFirst().name().equals(LATEST);
        row.add(leads ? 0 : last(row), tag);
        return true;
      }
    }
    return false;
  }

  /** Before latest, which closes a row. */
  private static int last(List<TagSummary> row) {
    return row.getLast().name().equals(LATEST) ? row.size() - 1 : row.size();
  }

  private static boolean follows(List<TagSummary> row, String name) {
    Matcher version = VERSION.matcher(name);
    if (!version.matches()) {
      return false;
    }
    String fullest = row.getFirst().name();
    if (fullest.equals(LATEST)) {
      return version.group(3).isEmpty();
    }
    Matcher full = VERSION.matcher(fullest);
    return full.matches()
        && full.group(1).equals(version.group(1))
        && full.group(3).equals(version.group(3))
        && full.group(2).startsWith(version.group(2) + ".");
  }

  private TagRowView view(List<TagSummary> row) {
    TagSummary tag = row.getFirst();
    return new TagRowView(
        row.stream().map(TagSummary::name).toList(),
        tag,
        PlatformImage.usual(tag.images()),
        attached(tag));
  }

  /** One of each kind: of the whole, or else of one of its platforms. */
  private List<Attached> attached(TagSummary tag) {
    Map<ArtifactKind, Attached> kinds = new EnumMap<>(ArtifactKind.class);
    for (String digest : digests(List.of(tag))) {
      for (Attached attachment : attachments.getOrDefault(digest, List.of())) {
        switch (attachment.kind()) {
          case SIGNATURE, SBOM, ATTESTATION -> kinds.putIfAbsent(attachment.kind(), attachment);
          default -> {}
        }
      }
    }
    return List.copyOf(kinds.values());
  }

  /** What attachments may be of: what the tags point to, and their platforms' images. */
  static List<String> digests(List<TagSummary> tags) {
    return tags.stream()
        .flatMap(
            tag ->
                Stream.concat(
                    Stream.of(tag.digest()), tag.images().stream().map(PlatformImage::digest)))
        .distinct()
        .toList();
  }
}
