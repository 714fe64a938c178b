package hub.registry.browse;

import hub.registry.ArtifactKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image whole.
 *
 * @param history the steps that made it, oldest first; steps without bytes have no digest
 * @param base the official image it builds on, like {@code debian:bookworm}, where it is known
 */
public record ImageDetail(
    String digest,
    String mediaType,
    ArtifactKind kind,
    String platform,
    long bytes,
    @Nullable Instant createdAt,
    @Nullable String base,
    List<Step> history,
    ContainerDefaults configuration,
    String manifestJson) {}
