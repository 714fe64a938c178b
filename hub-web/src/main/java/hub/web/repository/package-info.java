/** The pages of one repository: overview, tags, images, settings, people; and making one. */
@NullMarked
package hub.web.repository;

import org.jspecify.annotations.NullMarked;
