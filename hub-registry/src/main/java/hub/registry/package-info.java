/**
 * What is stored: the distribution protocol, uploads, blobs, manifests, tags, pull counts.
 *
 * <p>This package holds the values, events, settings and failures that all others speak of. A
 * package uses only those that stand before it here:
 *
 * <ol>
 *   <li>{@code hub.registry}
 *   <li>{@code store}, then {@code store.file} and {@code store.s3}, which nothing uses
 *   <li>{@code quota}, {@code limit}, {@code access}, {@code tag}
 *   <li>{@code blob}
 *   <li>{@code manifest}
 *   <li>{@code garbage}
 *   <li>{@code browse}, for pages and lists
 *   <li>{@code protocol}, for registry clients; it uses neither {@code garbage} nor {@code browse}
 * </ol>
 */
@NullMarked
package hub.registry;

import org.jspecify.annotations.NullMarked;
