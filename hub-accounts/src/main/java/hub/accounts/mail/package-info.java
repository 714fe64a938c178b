/** The mails of the hub: ordered with what they tell, written and sent later. */
@NullMarked
@NamedInterface
package hub.accounts.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
