/** Bytes as objects of a bucket that speaks the protocol of Amazon S3. */
@NullMarked
package hub.registry.store.s3;

import org.jspecify.annotations.NullMarked;
