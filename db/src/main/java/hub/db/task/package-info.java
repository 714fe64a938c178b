/**
 * Background work: tasks in the table {@code scheduled_tasks}, which is the one outbox, run in
 * lanes.
 */
@NullMarked
@NamedInterface
package hub.db.task;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
