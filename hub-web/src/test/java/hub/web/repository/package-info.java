@NullMarked
package hub.web.repository;

import org.jspecify.annotations.NullMarked;
