/** How often something may be tried, and from where. */
@NullMarked
@NamedInterface
package hub.accounts.limit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
