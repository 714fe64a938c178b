/** What a push needs before its first byte: a name it may use, and a row that holds its layers. */
@NullMarked
@NamedInterface
package hub.repositories.push;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
