/**
 * People: signing up, confirming an address, a forgotten password, a profile, and the first admin.
 */
@NullMarked
@NamedInterface
package hub.accounts.person;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
