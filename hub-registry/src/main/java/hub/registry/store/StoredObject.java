package hub.registry.store;

import java.time.Instant;

/**
 * What a store holds below one key, whether or not a row names it.
 *
 * @param size in bytes
 * @param modified when it was last written, by the store's clock
 */
public record StoredObject(String key, long size, Instant modified) {}
