package hub.registry.manifest;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.blob.BlobDamaged;
import hub.registry.blob.Blobs;
import hub.registry.blob.StoredBlob;
import hub.registry.store.StorageAway;
import java.util.List;
import java.util.Optional;
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
    ManifestDocument document;
    try {
      document = ManifestDocument.stored(body, mediaType);
    } catch (ManifestInvalid e) {
      // It has been changed by hand.
      return new AboutManifest(ArtifactKind.OTHER, null, ImageConfiguration.NONE);
    }
    Optional<StoredBlob> config =
        document.config() == null
            ? Optional.empty()
            : blobs.findAll(repositoryId, List.of(document.config().digest())).stream().findFirst();
    if (document.config() != null && config.isEmpty()) {
      return AboutManifest.of(document, ImageConfiguration.NONE);
    }
    try {
      AboutManifest about = read(document, config.orElse(null));
      keep(repositoryId, digest, about);
      return about;
    } catch (BlobDamaged | StorageAway e) {
      return AboutManifest.of(document, ImageConfiguration.NONE);
    }
  }

  /**
   * One statement and so one short transaction. Whoever looks at it does not need it to succeed.
   */
  private void keep(long repositoryId, Digest digest, AboutManifest about) {
    try {
      jdbc.sql(
              """
              update manifest set about = ?::jsonb, about_form = ?, kind = ?
              where repository_id = ? and digest = ? and (about is null or about_form < ?)
              """)
          .param(about.text())
          .param(AboutManifest.FORM)
          .param(about.kind().text())
          .param(repositoryId)
          .param(digest.bytes())
          .param(AboutManifest.FORM)
          .update();
    } catch (DataAccessException e) {
      log.warn("What {} is about could not be kept; it is read again", digest, e);
    }
  }
}
