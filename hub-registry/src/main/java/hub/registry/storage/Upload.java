package hub.registry.storage;

import java.util.UUID;

/**
 * A blob that is on its way in.
 *
 * @param offset how many bytes are here
 */
public record Upload(UUID id, long repositoryId, long accountId, String storageKey, long offset) {}
