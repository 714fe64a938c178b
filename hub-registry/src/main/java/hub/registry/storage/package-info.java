/** Where bytes are kept: blobs as files, uploads under way, and the rows that name them. */
@NullMarked
package hub.registry.storage;

import org.jspecify.annotations.NullMarked;
