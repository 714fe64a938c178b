/** Who may do what with a repository: one rule, in one class and one SQL function. */
@NullMarked
@NamedInterface
package hub.repositories.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
