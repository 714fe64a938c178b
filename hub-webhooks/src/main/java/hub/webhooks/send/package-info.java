/** How a webhook is called: the client, what it may connect to, and what was answered. */
@NullMarked
package hub.webhooks.send;

import org.jspecify.annotations.NullMarked;
