/** The index of search, kept up to date with the repositories, and the text that is looked for. */
@NullMarked
package hub.search.index;

import org.jspecify.annotations.NullMarked;
