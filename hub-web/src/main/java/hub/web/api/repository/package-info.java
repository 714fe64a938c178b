/** Repositories by the API: listed, made, described, hidden, shared, deleted. */
@NullMarked
package hub.web.api.repository;

import org.jspecify.annotations.NullMarked;
