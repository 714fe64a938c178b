/**
 * How fast is it: runs the hub and other registries side by side, speaks the distribution protocol
 * to them as clients do, and writes what it measured as tables of Markdown.
 */
@NullMarked
package hub.bench;

import org.jspecify.annotations.NullMarked;
