package hub.registry.manifest;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.blob.BlobDamaged;
import hub.registry.blob.Blobs;
import hub.registry.blob.StoredBlob;
import hub.registry.store.StorageAway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what manifests are about: once, when they are pushed, and then from their rows. */
@Component
public class AboutManifests {

  private static final Logger log = LoggerFactory.getLogger(AboutManifests.class);

  /** A configuration larger than this is kept, and not looked into. */
  private static final int MAX_CONFIGURATION = 4 * 1024 * 1024;

  /** <code>{}</code>, which artifacts have that need no configuration. */
  private static final int EMPTY_CONFIGURATION = 2;

  private final JdbcClient jdbc;
  private final Blobs blobs;

  AboutManifests(JdbcClient jdbc, Blobs blobs) {
    this.jdbc = jdbc;
    this.blobs = blobs;
  }

  /**
   * Reads a manifest's configuration from the store.
   *
   * @param config where it is; null where there is none
   * @throws BlobDamaged where its bytes are not there
   * @throws StorageAway where the store is not there
   */
  AboutManifest read(ManifestDocument document, @Nullable StoredBlob config) {
    ImageConfiguration configuration =
        config == null || isEmpty(document, config)
            ? ImageConfiguration.NONE
            : blobs
                .readSmall(config, MAX_CONFIGURATION)
                .map(ImageConfiguration::parse)
                .orElse(ImageConfiguration.NONE);
    return AboutManifest.of(document, configuration);
  }

  private static boolean isEmpty(ManifestDocument document, StoredBlob config) {
    return config.size() <= EMPTY_CONFIGURATION
        && document.config() != null
        && !MediaTypes.isImageConfiguration(document.config().mediaType());
  }

  /**
   * What a manifest is about that was pushed before such things were kept. From now on its row has
   * it. Where the configuration is damaged or away, what stands in it is unknown, and nothing is
   * kept.
   *
   * @param mediaType of the manifest
   * @param body of the manifest
   */
  public AboutManifest recall(long repositoryId, Digest digest, String mediaType, byte[] body) {
    return again(repositoryId, digest, mediaType, body).about();
  }

  /**
   * Reads again, as {@link #recall} does, what nobody looks at.
   *
   * @return false where the configuration is damaged or away, and nothing was kept
   */
  boolean reread(long repositoryId, Digest digest, String mediaType, byte[] body) {
    return again(repositoryId, digest, mediaType, body).whole();
  }

  /**
   * @param whole whether all was there to read
   */
  private record Again(AboutManifest about, boolean whole) {}

  private Again again(long repositoryId, Digest digest, String mediaType, byte[] body) {
    ManifestDocument document;
    try {
      document = ManifestDocument.parse(body, mediaType);
    } catch (ManifestInvalid e) {
      // An older version may have taken what this one would not.
      return new Again(new AboutManifest(ArtifactKind.OTHER, null, ImageConfiguration.NONE), false);
    }
    Map<Digest, StoredBlob> linked = new HashMap<>();
    blobs
        .findAll(repositoryId, Descriptor.digests(document.blobs()))
        .forEach(blob -> linked.put(blob.digest(), blob));
    Descriptor config = document.config();
    if (config != null && !linked.containsKey(config.digest())) {
      return new Again(AboutManifest.of(document, ImageConfiguration.NONE), false);
    }
    try {
      AboutManifest about = read(document, config == null ? null : linked.get(config.digest()));
      keep(repositoryId, digest, about, bytes(document, linked.keySet()));
      keepTypesOfEntries(repositoryId, digest, document);
      return new Again(about, true);
    } catch (BlobDamaged | StorageAway e) {
      return new Again(AboutManifest.of(document, ImageConfiguration.NONE), false);
    }
  }

  /** What a pull of it moves, each blob once; null for an index, whose images are counted apart. */
  private static @Nullable Long bytes(ManifestDocument document, Set<Digest> linked) {
    if (!document.children().isEmpty()) {
      return null;
    }
    Map<Digest, Long> sizes = new HashMap<>();
    for (Descriptor blob : document.blobs()) {
      if (!blob.elsewhere() || linked.contains(blob.digest())) {
        sizes.put(blob.digest(), blob.size());
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What an index says that its entries are, which was not kept once. */
  private void keepTypesOfEntries(long repositoryId, Digest index, ManifestDocument document) {
    List<Descriptor> typed =
        document.children().stream().filter(it -> it.artifactType() != null).toList();
    if (typed.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update manifest_child c set artifact_type = l.type
            from (select distinct on (digest) digest, type
                  from unnest(?::bytea[], ?::text[]) e(digest, type)) l
            where c.repository_id = ? and c.parent = ? and c.raw_digest = l.digest
              and c.artifact_type is null
            """)
        .param(Descriptor.bytes(typed))
        .param(typed.stream().map(Descriptor::artifactType).toArray(String[]::new))
        .param(repositoryId)
        .param(index.bytes())
        .update();
  }

  /**
   * One statement and so one short transaction. Whoever looks at it does not need it to succeed.
   */
  private void keep(long repositoryId, Digest digest, AboutManifest about, @Nullable Long bytes) {
    try {
      jdbc.sql(
              """
              update manifest
              set about = ?::jsonb, about_form = ?, kind = ?,
                  total_bytes = coalesce(?, total_bytes)
              where repository_id = ? and digest = ? and (about is null or about_form < ?)
              """)
          .param(about.text())
          .param(AboutManifest.FORM)
          .param(about.kind().text())
          .param(bytes)
          .param(repositoryId)
          .param(digest.bytes())
          .param(AboutManifest.FORM)
          .update();
    } catch (DataAccessException e) {
      log.warn("What {} is about could not be kept; it is read again", digest, e);
    }
  }
}
