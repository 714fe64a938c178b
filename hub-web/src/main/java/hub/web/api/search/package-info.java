/** Search of scripts and of Docker's client. */
@NullMarked
package hub.web.api.search;

import org.jspecify.annotations.NullMarked;
