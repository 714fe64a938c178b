package hub.registry.browse;

import hub.registry.ArtifactKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag and what it points to.
 *
 * @param kind what it is of; of an index of nothing but artifacts, what those are of
 * @param artifactType by which clients tell it: of an image the type of its configuration; null for
 *     most indexes
 * @param bytes what a pull moves for most people, compressed; of an index of no images here, all of
 *     it
 * @param images one for a plain image, one a platform for an index; none for artifacts, nor for
 *     what else an index lists
 * @param pushedBy the name of the account, null where that is gone
 * @param alsoTagged other tags of the same digest, at most {@link #MOST_ALIASES}
 * @param moreAliases whether there are others beside these
 */
public record TagSummary(
    String name,
    String digest,
    String mediaType,
    ArtifactKind kind,
    @Nullable String artifactType,
    long bytes,
    List<PlatformImage> images,
    @Nullable String pushedBy,
    Instant pushedAt,
    @Nullable Instant lastPulledAt,
    long pulls,
    List<String> alsoTagged,
    boolean moreAliases) {

  /** So many other tags of the same digest are told; the page of the digest tells them all. */
  public static final int MOST_ALIASES = 5;
}
