package hub.registry.browse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag and what it points to.
 *
 * @param images one for a plain image, one a platform for an index (attestations left out)
 * @param pushedBy the name of the account, null where that is gone
 * @param alsoTagged other tags of the same digest, at most 5
 */
public record TagSummary(
    String name,
    String digest,
    String mediaType,
    List<PlatformImage> images,
    @Nullable String pushedBy,
    Instant pushedAt,
    @Nullable Instant lastPulledAt,
    long pulls,
    List<String> alsoTagged) {}
