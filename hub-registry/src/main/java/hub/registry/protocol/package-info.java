/**
 * The distribution protocol over HTTP: one door, a table of routes, and the errors clients read.
 */
@NullMarked
package hub.registry.protocol;

import org.jspecify.annotations.NullMarked;
