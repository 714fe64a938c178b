@NullMarked
package hub.bench;

import org.jspecify.annotations.NullMarked;
