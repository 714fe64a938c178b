/** Signing in by the API. */
@NullMarked
package hub.web.api.session;

import org.jspecify.annotations.NullMarked;
