/**
 * What pages, the API and lists show of images and of the store. Reads; the caller has checked
 * permission.
 */
@NullMarked
@NamedInterface
package hub.registry.browse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
