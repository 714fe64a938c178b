package hub.registry;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a manifest is of. The only place that decides it. */
public enum ArtifactKind {
  /** A manifest that lists others, mostly one a platform. */
  INDEX(List.of(), List.of()),
  /** An image that containers are made of. */
  IMAGE(
      List.of(
          "application/vnd.oci.image.config.", "application/vnd.docker.container.image.v1+json"),
      List.of()),
  /** A Helm chart. */
  CHART(List.of("application/vnd.cncf.helm."), List.of("application/vnd.cncf.helm.chart.")),
  /** A machine learning model. */
  MODEL(
      List.of("application/vnd.docker.ai.", "application/vnd.cncf.model."),
      List.of("application/vnd.ollama.image.model")),
  /** A WebAssembly module or component. */
  WASM(
      List.of("application/vnd.wasm.", "application/vnd.module.wasm."),
      List.of("application/wasm", "application/vnd.wasm.", "application/vnd.module.wasm.")),
  /** A signature of another manifest. */
  SIGNATURE(
      List.of(
          "application/vnd.dev.cosign.artifact.sig.",
          "application/vnd.dev.sigstore.bundle.",
          "application/vnd.cncf.notary.signature"),
      List.of("application/vnd.dev.cosign.simplesigning.", "application/vnd.dev.sigstore.bundle.")),
  /** A statement about how another manifest was made, or what was found in it. */
  ATTESTATION(
      List.of("application/vnd.in-toto", "application/vnd.dsse.envelope."),
      List.of("application/vnd.in-toto", "application/vnd.dsse.envelope.")),
  /** A list of what another manifest is made of. */
  SBOM(
      List.of(
          "application/vnd.dev.cosign.artifact.sbom.",
          "application/spdx",
          "text/spdx",
          "application/vnd.cyclonedx",
          "application/vnd.syft"),
      List.of(
          "application/spdx", "text/spdx", "application/vnd.cyclonedx", "application/vnd.syft")),
  /** The cache of a builder. */
  CACHE(List.of("application/vnd.buildkit.cacheconfig."), List.of()),
  /** Anything else. */
  OTHER(List.of(), List.of());

  /** Layers of these decide before the type of the whole: many tools call theirs an image. */
  private static final List<ArtifactKind> BY_LAYERS =
      List.of(SIGNATURE, ATTESTATION, SBOM, MODEL, CHART, WASM);

  private final List<String> types;
  private final List<String> layerTypes;

  /**
   * @param types how the type of the artifact, or of its configuration, begins
   * @param layerTypes how the type of one of its layers begins
   */
  ArtifactKind(List<String> types, List<String> layerTypes) {
    this.types = types;
    this.layerTypes = layerTypes;
  }

  /**
   * Decides what a manifest is of.
   *
   * @param index whether it lists other manifests
   * @param type of the artifact, or else of its configuration; null where there is neither
   * @param layers the media types of its layers
   */
  public static ArtifactKind of(boolean index, @Nullable String type, Collection<String> layers) {
    if (index) {
      return INDEX;
    }
    for (ArtifactKind kind : BY_LAYERS) {
      if (layers.stream().anyMatch(layer -> begins(layer, kind.layerTypes))) {
        return kind;
      }
    }
    for (ArtifactKind kind : values()) {
      if (type != null && begins(type, kind.types)) {
        return kind;
      }
    }
    return OTHER;
  }

  private static boolean begins(String type, List<String> beginnings) {
    return beginnings.stream().anyMatch(type::startsWith);
  }

  /** As the database and scripts know it: {@code image}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}; what a later version may have added is {@link #OTHER}. */
  public static ArtifactKind parse(String text) {
    for (ArtifactKind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    return OTHER;
  }
}
