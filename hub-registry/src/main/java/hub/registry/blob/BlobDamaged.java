package hub.registry.blob;

import hub.registry.Digest;

/** A blob whose bytes are not the ones its digest names any more. A push of it repairs it. */
public class BlobDamaged extends RuntimeException {

  BlobDamaged(Digest digest) {
    super("the stored bytes of " + digest + " are damaged: push it again, and it is mended");
  }
}
