/** What all pages share: the frame around them, figures and times in words, the marks they draw. */
@NullMarked
package hub.web.page;

import org.jspecify.annotations.NullMarked;
