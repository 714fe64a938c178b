package hub.registry.manifest;

import hub.registry.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of something it refers to.
 *
 * @param elsewhere true for a foreign layer whose bytes lie at URLs of its own
 * @param platform as JSON, of a child of an index
 */
record Descriptor(
    String mediaType, Digest digest, long size, boolean elsewhere, @Nullable String platform) {}
