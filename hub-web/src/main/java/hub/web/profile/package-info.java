/** What an account shows of itself. */
@NullMarked
package hub.web.profile;

import org.jspecify.annotations.NullMarked;
