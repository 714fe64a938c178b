@NullMarked
package hub.web.startup;

import org.jspecify.annotations.NullMarked;
