/** The blobs of repositories: uploads under way, links with their leases, and what is damaged. */
@NullMarked
package hub.registry.blob;

import org.jspecify.annotations.NullMarked;
