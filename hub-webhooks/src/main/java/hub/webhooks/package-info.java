/** Who is told: webhooks, deliveries, retries. */
@NullMarked
package hub.webhooks;

import org.jspecify.annotations.NullMarked;
