package hub.registry.browse;

import hub.registry.Digest;
import hub.registry.InvalidDigest;
import hub.registry.browse.BaseImages.Base;
import hub.registry.manifest.AboutManifest;
import hub.registry.manifest.AboutManifests;
import hub.registry.manifest.ImageConfiguration;
import hub.registry.manifest.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** An image or artifact whole, as its page shows it. */
@Component
public class ImageDetails {

  /** The annotation by which builders say what an image builds on. */
  private static final String SAID_BASE = "org.opencontainers.image.base.name";

  private final JdbcClient jdbc;
  private final AboutManifests abouts;
  private final BaseImages bases;

  ImageDetails(JdbcClient jdbc, AboutManifests abouts, BaseImages bases) {
    this.jdbc = jdbc;
    this.abouts = abouts;
    this.bases = bases;
  }

  /**
   * An image or artifact by digest ({@code sha256:…}), with layers and configuration. Empty where
   * there is none, or an index, or the text is no digest.
   */
  public Optional<ImageDetail> find(long repositoryId, String digest) {
    Digest parsed;
    try {
      parsed = Digest.parse(digest);
    } catch (InvalidDigest e) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select media_type, artifact_type, platform, total_bytes, body, about, about_form
            from manifest
            where repository_id = ? and digest = ?
            """)
        .param(repositoryId)
        .param(parsed.bytes())
        .query((row, index) -> imageRow(row))
        .optional()
        .filter(it -> !MediaTypes.isIndex(it.mediaType()))
        .map(it -> detail(repositoryId, parsed, it));
  }

  private record ImageRow(
      String mediaType,
      @Nullable String artifactType,
      @Nullable String platform,
      long bytes,
      byte[] body,
      @Nullable String about,
      int form) {}

  private static ImageRow imageRow(ResultSet row) throws SQLException {
    return new ImageRow(
        row.getString("media_type"),
        row.getString("artifact_type"),
        row.getString("platform"),
        row.getLong("total_bytes"),
        row.getBytes("body"),
        row.getString("about"),
        row.getInt("about_form"));
  }

  private ImageDetail detail(long repositoryId, Digest digest, ImageRow row) {
    AboutManifest about =
        row.about() == null || !AboutManifest.isCurrent(row.form())
            ? abouts.recall(repositoryId, digest, row.mediaType(), row.body())
            : AboutManifest.parse(row.about());
    ImageConfiguration configuration = about.configuration();
    ManifestText text = ManifestText.parse(row.body());
    boolean image = about.kind().isImage();
    Base base = image ? bases.of(repositoryId, List.of(digest)).get(digest) : null;
    return new ImageDetail(
        digest.toString(),
        row.mediaType(),
        about.kind(),
        row.artifactType(),
        image ? platform(row, configuration) : null,
        row.bytes(),
        about.createdAt(),
        configuration.fixedDate(),
        base == null ? null : base.name(),
        text.annotations().get(SAID_BASE),
        image ? steps(repositoryId, digest, configuration, base) : List.of(),
        new ContainerDefaults(
            configuration.entrypoint(),
            configuration.cmd(),
            configuration.env(),
            configuration.exposedPorts(),
            configuration.volumes(),
            configuration.labels(),
            configuration.user(),
            configuration.workingDir(),
            configuration.author()),
        image ? List.of() : text.layers().stream().map(ImageDetails::file).toList(),
        text.annotations(),
        text.subject(),
        new String(row.body(), StandardCharsets.UTF_8));
  }

  private static @Nullable String platform(ImageRow row, ImageConfiguration configuration) {
    String platform = row.platform() == null ? configuration.platform() : row.platform();
    if (platform == null || platform.startsWith(PlatformImage.UNKNOWN)) {
      return null;
    }
    return new PlatformImage(
            "", platform, configuration.osVersion(), configuration.osFeatures(), 0, List.of())
        .label();
  }

  private static ManifestEntry file(ManifestText.Entry entry) {
    return new ManifestEntry(
        entry.digest(),
        entry.mediaType(),
        entry.title(),
        null,
        entry.artifactType(),
        null,
        entry.size(),
        false,
        true,
        null);
  }

  private List<Step> steps(
      long repositoryId, Digest digest, ImageConfiguration configuration, @Nullable Base base) {
    List<Steps.Layer> layers = layers(repositoryId, digest);
    return base == null
        ? Steps.of(configuration, layers, 0, 0)
        : Steps.of(configuration, layers, base.layers(), bases.steps(base));
  }

  private List<Steps.Layer> layers(long repositoryId, Digest image) {
    List<Steps.Layer> layers = new ArrayList<>();
    jdbc.sql(
            """
            select raw_digest, size from manifest_blob
            where repository_id = ? and manifest_digest = ? and ordinal > 0
            order by ordinal
            """)
        .param(repositoryId)
        .param(image.bytes())
        .query(
            row -> {
              layers.add(
                  new Steps.Layer(Digest.of(row.getBytes("raw_digest")), row.getLong("size")));
            });
    return layers;
  }
}
