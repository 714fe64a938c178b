/** What is stored: the distribution protocol, uploads, blobs, manifests, tags, pull counts. */
@NullMarked
package hub.registry;

import org.jspecify.annotations.NullMarked;
