/** For those who run the site: the first admin, and the mails that were not sent. */
@NullMarked
package hub.web.admin;

import org.jspecify.annotations.NullMarked;
