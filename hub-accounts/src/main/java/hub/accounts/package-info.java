/** Who is asking: accounts, e-mail confirmation, passwords, access tokens. */
@NullMarked
package hub.accounts;

import org.jspecify.annotations.NullMarked;
