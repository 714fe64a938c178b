package hub.registry.browse;

import hub.registry.ArtifactKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image or an artifact whole.
 *
 * @param artifactType that it gives, or else the type of its configuration
 * @param platform null where it is not known
 * @param createdAt null where there is no date
 * @param fixedDate whether its date was fixed, so that the same input makes the same image
 * @param base the official image it builds on, like {@code debian:bookworm}, where it is known
 * @param saidBase what it says that it builds on; null where it does not say so
 * @param history the steps that made it, oldest first; steps without bytes have no digest
 * @param files what it is made of, for what is no image; 200 at most
 * @param subject the digest of the manifest that it is about; null where it is about none
 */
public record ImageDetail(
    String digest,
    String mediaType,
    ArtifactKind kind,
    @Nullable String artifactType,
    @Nullable String platform,
    long bytes,
    @Nullable Instant createdAt,
    boolean fixedDate,
    @Nullable String base,
    @Nullable String saidBase,
    List<Step> history,
    ContainerDefaults configuration,
    List<ManifestEntry> files,
    Map<String, String> annotations,
    @Nullable String subject,
    String manifestJson) {}
