@NullMarked
package hub.web.admin;

import org.jspecify.annotations.NullMarked;
