/** What proves who somebody is: passwords, access tokens, and signing in with them. */
@NullMarked
@NamedInterface
package hub.accounts.credential;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
