/** Lists of repositories, as the caller may see them. */
@NullMarked
@NamedInterface
package hub.repositories.listing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
