package hub.registry.manifest;

/** A manifest that cannot be taken; the message says what is wrong with it. */
public class ManifestInvalid extends RuntimeException {

  ManifestInvalid(String message) {
    super(message);
  }
}
