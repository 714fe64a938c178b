/** How many private repositories a namespace has, and how many it may have. */
@NullMarked
@NamedInterface
package hub.repositories.allowance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
