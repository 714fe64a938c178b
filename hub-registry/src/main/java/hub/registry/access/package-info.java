/** Who asks, and what they may: registry tokens, their keys, and the permission of the moment. */
@NullMarked
package hub.registry.access;

import org.jspecify.annotations.NullMarked;
