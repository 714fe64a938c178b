/**
 * What search looks into, kept up with the repositories, and what was typed, made fit to look for.
 */
@NullMarked
package hub.search.index;

import org.jspecify.annotations.NullMarked;
