/** The life of a repository: made, described, shown, hidden, deleted. */
@NullMarked
@NamedInterface
package hub.repositories.life;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
