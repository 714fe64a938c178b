/** The application. */
@NullMarked
package hub;

import org.jspecify.annotations.NullMarked;
