/** Signing up, confirming, signing in, a forgotten password, and the settings of one's account. */
@NullMarked
package hub.web.account;

import org.jspecify.annotations.NullMarked;
