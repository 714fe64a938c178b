/** The hub as its users meet it: a process, a browser, and the real clients of registries. */
@NullMarked
package hub.acceptance;

import org.jspecify.annotations.NullMarked;
