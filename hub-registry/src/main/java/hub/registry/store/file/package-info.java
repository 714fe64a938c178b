/** Bytes as files of this machine. */
@NullMarked
package hub.registry.store.file;

import org.jspecify.annotations.NullMarked;
