package hub.registry.storage;

import hub.registry.Digest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is on its way in.
 *
 * @param offset how many bytes are here
 * @param prefix digest of those bytes; null as long as there are none
 */
public record Upload(
    UUID id,
    long repositoryId,
    long accountId,
    String storageKey,
    long offset,
    @Nullable Digest prefix) {}
