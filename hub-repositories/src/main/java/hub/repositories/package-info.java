/** What may they do: repositories, visibility, quota, collaborators, permission. */
@NullMarked
package hub.repositories;

import org.jspecify.annotations.NullMarked;
