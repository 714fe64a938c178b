package hub.registry.blob;

import hub.registry.Digest;

/** Bytes that are not the ones their digest names. */
public class DigestMismatch extends RuntimeException {

  public DigestMismatch(Digest named, Digest found) {
    super("the content has the digest " + found + ", not " + named);
  }
}
