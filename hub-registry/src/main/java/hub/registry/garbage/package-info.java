/**
 * What nobody names any more goes, while pushes and pulls go on; and what is kept is looked after.
 */
@NullMarked
package hub.registry.garbage;

import org.jspecify.annotations.NullMarked;
