/**
 * Starting: what the operator sets, what is printed, how a start that fails says why, TLS, and the
 * addresses at which programs ask how the hub is.
 */
@NullMarked
package hub.web.startup;

import org.jspecify.annotations.NullMarked;
