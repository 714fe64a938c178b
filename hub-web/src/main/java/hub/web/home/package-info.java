/** The start page of visitors, and of people who are signed in. */
@NullMarked
package hub.web.home;

import org.jspecify.annotations.NullMarked;
