package hub.registry.manifest;

import hub.registry.Digest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest refers to, as far as it is here.
 *
 * @param present blobs and children that the repository has
 * @param missing what it can do without, for now
 * @param about what the configuration says, as far as it can be read; null where it is to be read
 *     later
 */
record Checked(
    Set<Digest> present, List<Digest> missing, long totalBytes, @Nullable AboutManifest about) {}
