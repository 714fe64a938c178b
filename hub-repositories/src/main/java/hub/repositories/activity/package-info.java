/** What happens to repositories and accounts: every change with its actor, and the counts. */
@NullMarked
@NamedInterface
package hub.repositories.activity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
