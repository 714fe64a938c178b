package hub.registry.manifest;

import hub.registry.Digest;
import java.util.List;

/** A manifest that refers to layers or manifests which its repository does not have. */
public class ManifestReferencesUnknown extends RuntimeException {

  private final List<Digest> missing;

  ManifestReferencesUnknown(List<Digest> missing) {
    super("the manifest refers to content that this repository does not have: " + missing);
    this.missing = missing;
  }

  /** What has to be pushed first. */
  public List<Digest> missing() {
    return missing;
  }
}
