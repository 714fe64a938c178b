package hub.registry.blob;

import hub.registry.Digest;

/**
 * Bytes that a repository links.
 *
 * @param size in bytes
 * @param storageKey where they are
 */
public record StoredBlob(Digest digest, long size, String storageKey) {}
