/**
 * What all pages share: the frame around them, numbers and times as text, identicons and ribbons.
 */
@NullMarked
package hub.web.page;

import org.jspecify.annotations.NullMarked;
