package hub.registry.manifest;

import hub.registry.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of something it refers to.
 *
 * @param elsewhere true for a foreign layer whose bytes lie at URLs of its own
 * @param platform as JSON, of a child of an index
 * @param artifactType of a child of an index that is no image; null where it says none
 */
record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    boolean elsewhere,
    @Nullable String platform,
    @Nullable String artifactType) {

  /** The digests of all of these. */
  static List<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(Descriptor::digest).toList();
  }

  /** The same as the database has them. */
  static byte[][] bytes(List<Descriptor> descriptors) {
    return descriptors.stream().map(it -> it.digest().bytes()).toArray(byte[][]::new);
  }
}
