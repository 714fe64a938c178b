package hub.registry.manifest;

import hub.registry.Digest;

/** A manifest that a repository has, without its bytes. */
public record StoredManifest(Digest digest, String mediaType, int size) {

  /** Whether it lists other manifests. */
  public boolean isIndex() {
    return MediaTypes.isIndex(mediaType);
  }
}
