package hub.registry.browse;

import hub.registry.ArtifactKind;
import org.jspecify.annotations.Nullable;

/**
 * Something that a manifest lists: an image of an index, or a file of an artifact.
 *
 * @param title the name of the file that it is; null where it has none
 * @param kind what it is of; null of a file, and where it cannot be told
 * @param artifactType that the entry gives, or the manifest that it names; null where neither does
 * @param platform with what tells it from others; null where there is none
 * @param bytes of a manifest what a pull moves, as far as it is here; of a file its size
 * @param manifest whether it is a manifest, with a page of its own
 * @param here whether the repository has it
 * @param about the digest of another entry that this one tells something of; null where it does not
 */
public record ManifestEntry(
    String digest,
    String mediaType,
    @Nullable String title,
    @Nullable ArtifactKind kind,
    @Nullable String artifactType,
    @Nullable String platform,
    long bytes,
    boolean manifest,
    boolean here,
    @Nullable String about) {

  /** Whether it is an image that a pull of the index may choose. */
  public boolean isImage() {
    return manifest && about == null && (kind == null || kind.isImage());
  }
}
