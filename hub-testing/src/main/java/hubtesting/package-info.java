/** How it is tried: throw-away database, fixtures, a browser, a Docker Engine. */
@NullMarked
package hubtesting;

import org.jspecify.annotations.NullMarked;
