package hub.registry.browse;

import hub.registry.ArtifactKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that lists others.
 *
 * @param artifactType null where it gives none
 * @param bytes of all that is here, each layer once
 * @param entries in its order, 200 at most
 * @param listed how many there are
 */
public record IndexDetail(
    String digest,
    String mediaType,
    ArtifactKind kind,
    @Nullable String artifactType,
    long bytes,
    List<ManifestEntry> entries,
    int listed,
    Map<String, String> annotations,
    @Nullable String subject,
    String manifestJson) {

  /** Whether there is an image that a pull may choose. */
  public boolean hasImages() {
    return entries.stream().anyMatch(it -> it.isImage() && it.here());
  }
}
