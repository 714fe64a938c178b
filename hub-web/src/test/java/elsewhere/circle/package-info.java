/** Two packages that need each other: what the architecture test must find. */
@NullMarked
package elsewhere.circle;

import org.jspecify.annotations.NullMarked;
