package hub.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What pages and search show of tags and images. Reads only; the caller has checked permission. */
public interface Images {

  /** One page of tags, by keyset. */
  TagPage tags(long repositoryId, TagQuery query);

  /** How many tags there are. */
  int countTags(long repositoryId);

  /** One tag with its images; empty where there is none of that name. */
  Optional<TagSummary> tag(long repositoryId, String name);

  /** An image by digest ({@code sha256:…}), with layers and configuration. */
  Optional<ImageDetail> image(long repositoryId, String digest);

  /** The other tags that point to the same digest, in version order. */
  List<String> aliases(long repositoryId, String digest);

  /** What has happened to it; zero and null where nothing has. */
  Activity activity(long repositoryId);

  /** Pulls, and when the last pull and push were. */
  record Activity(long pulls, @Nullable Instant lastPulledAt, @Nullable Instant lastPushedAt) {}

  /**
   * Which tags, and in which order.
   *
   * @param filter part of the name, or empty
   * @param cursor {@link TagPage#next} or {@link TagPage#previous} of another page, or null
   * @param size how many, 1 to 100
   */
  record TagQuery(String filter, Order order, @Nullable String cursor, int size) {

    /** How tags are sorted. */
    public enum Order {
      /** 6.0.10 before 6.0.9; names that are no versions after them. */
      VERSION,
      NEWEST,
      OLDEST,
      NAME
    }
  }

  /**
   * Some tags.
   *
   * @param next cursor of the page after this one, or null
   * @param previous cursor of the page before this one, or null
   */
  record TagPage(List<TagSummary> tags, @Nullable String next, @Nullable String previous) {}

  /**
   * A tag and what it points to.
   *
   * @param images one for a plain image, one a platform for an index (attestations left out)
   * @param pushedBy the name of the account, null where that is gone
   * @param alsoTagged other tags of the same digest, at most 5
   */
  record TagSummary(
      String name,
      String digest,
      String mediaType,
      List<PlatformImage> images,
      @Nullable String pushedBy,
      Instant pushedAt,
      @Nullable Instant lastPulledAt,
      long pulls,
      List<String> alsoTagged) {}

  /**
   * One platform's image in short.
   *
   * @param platform {@code linux/arm64/v8}, or {@code unknown} for artifacts
   * @param bytes what a pull moves: configuration and layers, compressed
   * @param layers for the ribbon, from the base
   */
  record PlatformImage(String digest, String platform, long bytes, List<LayerSize> layers) {}

  /** A layer's weight; {@code base} where it belongs to the image this one builds on. */
  record LayerSize(long bytes, boolean base) {}

  /**
   * An image whole.
   *
   * @param history the steps that made it, oldest first; steps without bytes have no digest
   * @param base the official image it builds on, like {@code debian:bookworm}, where it is known
   */
  record ImageDetail(
      String digest,
      String mediaType,
      String platform,
      long bytes,
      @Nullable Instant createdAt,
      @Nullable String base,
      List<Step> history,
      Configuration configuration,
      String manifestJson) {}

  /**
   * One step.
   *
   * @param command as its author wrote it, as far as known: {@code RUN apt-get update}
   * @param digest of the layer it made, null where it made none
   */
  record Step(String command, @Nullable String digest, long bytes, boolean base) {}

  /** How containers of the image start. */
  record Configuration(
      List<String> entrypoint,
      List<String> cmd,
      List<String> env,
      List<String> exposedPorts,
      List<String> volumes,
      java.util.Map<String, String> labels,
      @Nullable String user,
      @Nullable String workingDir,
      @Nullable String author) {}
}
