@NullMarked
package hub.db;

import org.jspecify.annotations.NullMarked;
