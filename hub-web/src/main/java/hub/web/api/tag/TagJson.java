package hub.web.api.tag;

import com.fasterxml.jackson.annotation.JsonProperty;
import hub.registry.browse.PlatformImage;
import hub.registry.browse.TagSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A tag in Docker Hub's shape.
 *
 * @param mediaType of an index its own, of all else the type of artifact or configuration
 * @param contentType image, plugin, helm, wasm, compose, model or unrecognized
 * @param id tags have no number here; this one is made of the name and stays the same
 */
@JsonNaming(SnakeCaseStrategy.class)
record TagJson(
    long id,
    String name,
    long repository,
    @Nullable String lastUpdaterUsername,
    Instant lastUpdated,
    long fullSize,
    @JsonProperty("v2") boolean v2,
    String tagStatus,
    @Nullable Instant tagLastPulled,
    Instant tagLastPushed,
    String mediaType,
    String contentType,
    String digest,
    List<Image> images) {

  /** One platform's image; the parts of its platform stand apart. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Image(
      String architecture,
      String features,
      @Nullable String variant,
      String digest,
      String os,
      String osFeatures,
      @Nullable String osVersion,
      long size,
      String status,
      @Nullable Instant lastPulled,
      Instant lastPushed) {

    static Image of(PlatformImage image, TagSummary tag) {
      String[] parts = image.platform().split("/", 3);
      return new Image(
          parts.length > 1 ? parts[1] : "unknown",
          "",
          parts.length > 2 ? parts[2] : null,
          image.digest(),
          parts[0],
          String.join(",", image.osFeatures()),
          image.osVersion(),
          image.bytes(),
          "active",
          tag.lastPulledAt(),
          tag.pushedAt());
    }
  }

  static TagJson of(long repositoryId, TagSummary tag) {
    return new TagJson(
        Integer.toUnsignedLong((repositoryId + "/" + tag.name()).hashCode()),
        tag.name(),
        repositoryId,
        tag.pushedBy(),
        tag.pushedAt(),
        tag.bytes(),
        true,
        "active",
        tag.lastPulledAt(),
        tag.pushedAt(),
        tag.artifactType() == null ? tag.mediaType() : tag.artifactType(),
        tag.kind().contentType(),
        tag.digest(),
        tag.images().stream().map(it -> Image.of(it, tag)).toList());
  }
}
