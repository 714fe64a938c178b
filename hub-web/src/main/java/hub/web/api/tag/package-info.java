/** Tags by the API. */
@NullMarked
package hub.web.api.tag;

import org.jspecify.annotations.NullMarked;
