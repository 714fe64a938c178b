package hub.registry.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import hub.registry.manifest.MediaTypes;
import hub.registry.manifest.Referrers.Referrer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image index that answers who refers to a manifest.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers">Listing
 *     referrers</a>
 */
record ReferrersIndex(int schemaVersion, String mediaType, List<Entry> manifests) {

  static ReferrersIndex of(List<Referrer> referrers) {
    return new ReferrersIndex(
        2, MediaTypes.OCI_INDEX, referrers.stream().map(ReferrersIndex::entry).toList());
  }

  private static Entry entry(Referrer referrer) {
    return new Entry(
        referrer.manifest().mediaType(),
        referrer.manifest().digest().toString(),
        referrer.manifest().size(),
        referrer.artifactType(),
        referrer.annotations());
  }

  /**
   * A descriptor.
   *
   * @param annotations as JSON, which goes out as the database has it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String mediaType,
      String digest,
      long size,
      @Nullable String artifactType,
      @JsonRawValue @Nullable String annotations) {}
}
