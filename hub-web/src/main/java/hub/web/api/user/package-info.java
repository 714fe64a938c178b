/** Accounts by the API. */
@NullMarked
package hub.web.api.user;

import org.jspecify.annotations.NullMarked;
