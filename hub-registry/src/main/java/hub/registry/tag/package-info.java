/** Tags: what each points to, what it pointed to before, and the order of versions. */
@NullMarked
package hub.registry.tag;

import org.jspecify.annotations.NullMarked;
