package hub.registry.manifest;

import hub.registry.Digest;
import hub.registry.blob.BlobDamaged;
import hub.registry.blob.Blobs;
import hub.registry.blob.StoredBlob;
import hub.registry.store.StorageAway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares a manifest with what its repository has. */
@Component
class ManifestCheck {

  private final JdbcClient jdbc;
  private final Blobs blobs;
  private final AboutManifests abouts;

  ManifestCheck(JdbcClient jdbc, Blobs blobs, AboutManifests abouts) {
    this.jdbc = jdbc;
    this.blobs = blobs;
    this.abouts = abouts;
  }

  /**
   * Looks up what a manifest refers to.
   *
   * @throws ManifestReferencesUnknown where something is missing that the manifest cannot do
   *     without
   * @throws ManifestInvalid where it says wrong sizes, or all together are too large
   */
  Checked of(long repositoryId, ManifestDocument document) {
    Map<Digest, StoredBlob> linked = new HashMap<>();
    blobs
        .findAll(repositoryId, Descriptor.digests(document.blobs()))
        .forEach(blob -> linked.put(blob.digest(), blob));
    List<Digest> missing = new ArrayList<>();
    Set<Digest> counted = new HashSet<>();
    long total = 0;
    for (Descriptor descriptor : document.blobs()) {
      boolean again = !counted.add(descriptor.digest());
      StoredBlob blob = linked.get(descriptor.digest());
      if (blob == null) {
        if (!descriptor.elsewhere()) {
          missing.add(descriptor.digest());
          total += again ? 0 : descriptor.size();
        }
      } else if (blob.size() != descriptor.size()) {
        throw new ManifestInvalid(
            descriptor.digest() + " has " + blob.size() + " bytes, not " + descriptor.size());
      } else {
        // Some clients name one blob as configuration and as layer: it is pulled once.
        total += again ? 0 : blob.size();
      }
    }
    refuseDamaged(repositoryId, missing);
    refuseWhatNobodyCouldUse(document, linked.keySet(), missing);
    Set<Digest> present = new HashSet<>(linked.keySet());
    total = sum(total, findChildren(repositoryId, document, present));
    for (Descriptor child : document.children()) {
      if (!present.contains(child.digest())) {
        missing.add(child.digest());
      }
    }
    return new Checked(
        present, missing.stream().distinct().toList(), total, about(document, linked));
  }

  /** A blob that is linked and damaged was not left out on purpose: it must be sent again. */
  private void refuseDamaged(long repositoryId, List<Digest> missing) {
    List<Digest> damaged = missing.isEmpty() ? List.of() : blobs.damaged(repositoryId, missing);
    if (!damaged.isEmpty()) {
      throw new ManifestReferencesUnknown(damaged);
    }
  }

  /**
   * An image may lack some of its layers: a pusher that mirrors on demand, or keeps only what has
   * changed, intends that. An image without its configuration or without any layer, and an index
   * without blobs of its own, are failed pushes.
   */
  private static void refuseWhatNobodyCouldUse(
      ManifestDocument document, Set<Digest> here, List<Digest> missing) {
    if (missing.isEmpty()) {
      return;
    }
    Descriptor config = document.config();
    boolean sparse =
        config != null
            && here.contains(config.digest())
            && document.layers().stream().anyMatch(layer -> here.contains(layer.digest()));
    if (!sparse) {
      throw new ManifestReferencesUnknown(missing.stream().distinct().toList());
    }
  }

  /** Adds those that are here, and tells how many bytes they are. */
  private long findChildren(long repositoryId, ManifestDocument document, Set<Digest> present) {
    if (document.children().isEmpty()) {
      return 0;
    }
    long[] total = {0};
    jdbc.sql(
            """
            select digest, total_bytes from manifest where repository_id = ? and digest = any(?)
            """)
        .param(repositoryId)
        .param(Descriptor.bytes(document.children()))
        .query(
            row -> {
              present.add(Digest.of(row.getBytes("digest")));
              total[0] = sum(total[0], row.getLong("total_bytes"));
            });
    return total[0];
  }

  /** Of children that an earlier version took, the sum can be any number. */
  private static long sum(long total, long more) {
    if (more < 0 || more > ManifestDocument.MAX_TOTAL - total) {
      throw ManifestDocument.tooLarge();
    }
    return total + more;
  }

  /** An image needs its configuration; of all else the push does not wait for it. */
  private @Nullable AboutManifest about(ManifestDocument document, Map<Digest, StoredBlob> linked) {
    Descriptor config = document.config();
    try {
      return abouts.read(document, config == null ? null : linked.get(config.digest()));
    } catch (BlobDamaged | StorageAway e) {
      if (config == null || !MediaTypes.isImageConfiguration(config.mediaType())) {
        return null;
      }
      if (e instanceof StorageAway) {
        throw e;
      }
      throw new ManifestReferencesUnknown(List.of(config.digest()));
    }
  }
}
