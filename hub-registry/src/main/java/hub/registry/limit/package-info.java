/** What bounds the use of the registry: pulls in a time, and how slowly a body may come. */
@NullMarked
package hub.registry.limit;

import org.jspecify.annotations.NullMarked;
