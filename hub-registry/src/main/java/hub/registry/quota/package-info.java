/** How many bytes a namespace stores, and how many it may. */
@NullMarked
@NamedInterface
package hub.registry.quota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
