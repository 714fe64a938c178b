/** What pages tell of the hub itself: how to begin, its API, whether it works. */
@NullMarked
package hub.web.help;

import org.jspecify.annotations.NullMarked;
