/** How it is found: search, ranking, stars, official marks, explore. */
@NullMarked
package hub.search;

import org.jspecify.annotations.NullMarked;
