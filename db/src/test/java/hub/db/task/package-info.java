@NullMarked
package hub.db.task;

import org.jspecify.annotations.NullMarked;
