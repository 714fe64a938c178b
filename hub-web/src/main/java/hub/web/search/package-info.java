/** Search and explore. */
@NullMarked
package hub.web.search;

import org.jspecify.annotations.NullMarked;
