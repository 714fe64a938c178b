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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** An image whole, as its page shows it. */
@Component
public class ImageDetails {

  private final JdbcClient jdbc;
  private final AboutManifests abouts;
  private final BaseImages bases;

  ImageDetails(JdbcClient jdbc, AboutManifests abouts, BaseImages bases) {
    this.jdbc = jdbc;
    this.abouts = abouts;
    this.bases = bases;
  }

  /**
   * An image by digest ({@code sha256:…}), with layers and configuration. Empty where there is
   * none, or an index, or the text is no digest.
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
            select media_type, platform, total_bytes, body, about from manifest
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
      @Nullable String platform,
      long bytes,
      byte[] body,
      @Nullable String about) {}

  private static ImageRow imageRow(ResultSet row) throws SQLException {
    return new ImageRow(
        row.getString("media_type"),
        row.getString("platform"),
        row.getLong("total_bytes"),
        row.getBytes("body"),
        row.getString("about"));
  }

  private ImageDetail detail(long repositoryId, Digest digest, ImageRow row) {
    AboutManifest about =
        row.about() == null
            ? abouts.recall(repositoryId, digest, row.mediaType(), row.body())
            : AboutManifest.parse(row.about());
    ImageConfiguration configuration = about.configuration();
    Base base = bases.of(repositoryId, List.of(digest)).get(digest);
    return new ImageDetail(
        digest.toString(),
        row.mediaType(),
        about.kind(),
        row.platform() == null ? Platforms.UNKNOWN : row.platform(),
        row.bytes(),
        about.createdAt(),
        base == null ? null : base.name(),
        steps(configuration, layers(repositoryId, digest), base == null ? 0 : base.layers()),
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
        new String(row.body(), StandardCharsets.UTF_8));
  }

  private List<Layer> layers(long repositoryId, Digest image) {
    List<Layer> layers = new ArrayList<>();
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
              layers.add(new Layer(Digest.of(row.getBytes("raw_digest")), row.getLong("size")));
            });
    return layers;
  }

  private record Layer(Digest digest, long bytes) {}

  /** Puts each layer beside the command that made it; the history may be missing or short. */
  private static List<Step> steps(
      ImageConfiguration configuration, List<Layer> layers, int baseLayers) {
    List<Step> steps = new ArrayList<>();
    Iterator<Layer> next = layers.iterator();
    int passed = 0;
    for (ImageConfiguration.Step step : configuration.history()) {
      if (step.empty() || !next.hasNext()) {
        steps.add(new Step(step.text(), null, 0, passed < baseLayers));
      } else {
        Layer layer = next.next();
        steps.add(
            new Step(step.text(), layer.digest().toString(), layer.bytes(), passed < baseLayers));
        passed++;
      }
    }
    while (next.hasNext()) {
      Layer layer = next.next();
      steps.add(new Step("", layer.digest().toString(), layer.bytes(), passed < baseLayers));
      passed++;
    }
    return steps;
  }
}
