/**
 * Where bytes are kept, each sequence below a key that is never used again. One package below this
 * one for each kind of store; nothing depends on those.
 */
@NullMarked
package hub.registry.store;

import org.jspecify.annotations.NullMarked;
