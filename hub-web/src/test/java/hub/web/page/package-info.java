@NullMarked
package hub.web.page;

import org.jspecify.annotations.NullMarked;
