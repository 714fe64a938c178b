/** Outside of the hub's packages, so that no component scan finds it: what tests give by hand. */
@NullMarked
package elsewhere;

import org.jspecify.annotations.NullMarked;
