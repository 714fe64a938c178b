/** Who may reach what: the security chains, sessions, and the caller of each request. */
@NullMarked
package hub.web.security;

import org.jspecify.annotations.NullMarked;
