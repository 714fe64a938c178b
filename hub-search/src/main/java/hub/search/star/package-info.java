/** Stars: who likes a repository, and how many do. */
@NullMarked
@NamedInterface
package hub.search.star;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
