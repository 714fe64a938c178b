@NullMarked
package hub.web.api;

import org.jspecify.annotations.NullMarked;
