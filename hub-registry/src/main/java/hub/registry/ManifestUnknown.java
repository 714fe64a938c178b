package hub.registry;

/** The repository has no manifest of that tag or digest. */
public class ManifestUnknown extends RuntimeException {

  public ManifestUnknown(Reference reference) {
    super("there is no manifest " + reference);
  }
}
