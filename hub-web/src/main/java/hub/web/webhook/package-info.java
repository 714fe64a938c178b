/** The pages of a repository's webhooks. */
@NullMarked
package hub.web.webhook;

import org.jspecify.annotations.NullMarked;
