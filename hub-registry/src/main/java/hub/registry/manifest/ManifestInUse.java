package hub.registry.manifest;

import hub.registry.Digest;

/** A manifest that an index of its repository lists: that one has to go first. */
public class ManifestInUse extends RuntimeException {

  ManifestInUse(Digest manifest) {
    super(manifest + " belongs to an index of this repository: delete that first");
  }
}
