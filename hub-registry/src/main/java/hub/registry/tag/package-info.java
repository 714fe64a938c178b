/** Tags: what each points to, what it pointed to before, and the order of versions. */
@NullMarked
@NamedInterface
package hub.registry.tag;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
