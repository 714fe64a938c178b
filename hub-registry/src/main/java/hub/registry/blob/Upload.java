package hub.registry.blob;

import hub.registry.Digest.Algorithm;
import java.util.UUID;

/**
 * A blob that is on its way in.
 *
 * @param offset how many bytes are here
 * @param algorithm what they are hashed with as they come
 */
public record Upload(
    UUID id,
    long repositoryId,
    long accountId,
    String storageKey,
    long offset,
    Algorithm algorithm) {}
