package hub.registry.manifest;

import java.util.Set;

/** The media types of manifests that this registry takes, and a few of what they refer to. */
public final class MediaTypes {

  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String DOCKER_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+";

  private static final Set<String> IMAGE_CONFIGURATIONS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private MediaTypes() {}

  /** Whether a manifest of this type lists others. */
  public static boolean isIndex(String mediaType) {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /** The types of manifests that list others. */
  public static String[] indexes() {
    return new String[] {OCI_INDEX, DOCKER_LIST};
  }

  /** Whether it is a manifest that this registry takes: of an image, or an index. */
  public static boolean isManifest(String mediaType) {
    return mediaType.equals(OCI_MANIFEST)
        || mediaType.equals(DOCKER_MANIFEST)
        || isIndex(mediaType);
  }

  static boolean isSchema1(String mediaType) {
    return mediaType.startsWith(DOCKER_SCHEMA1);
  }

  /** Whether it tells how containers start, as an image's configuration does. */
  static boolean isImageConfiguration(String mediaType) {
    return IMAGE_CONFIGURATIONS.contains(mediaType);
  }

  /** Whether its bytes may be elsewhere, at the URLs its descriptor gives. */
  static boolean isForeign(String mediaType) {
    return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
  }
}
