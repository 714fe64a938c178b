/** Manifests, indexes and tags: read, checked, kept, listed, counted. */
@NullMarked
package hub.registry.manifest;

import org.jspecify.annotations.NullMarked;
