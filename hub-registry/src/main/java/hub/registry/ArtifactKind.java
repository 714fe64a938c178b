package hub.registry;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest is of: how it is told by media types, which icon it has, what Docker Hub's API
 * calls it, and the line that takes it. The only place that decides any of these.
 *
 * <p>A line names the repository as <code>{image}</code>, a tag or digest of it as <code>{at}
 * </code> ({@code :1.0} or {@code @sha256:…}), and its last part as <code>{name}</code>.
 */
public enum ArtifactKind {
  /** A manifest that lists others, mostly one a platform. */
  INDEX("stack", "image", Take.DOCKER, List.of(), List.of()),
  /** An image that containers are made of. */
  IMAGE(
      "box",
      "image",
      Take.DOCKER,
      List.of(
          "application/vnd.oci.image.config.", "application/vnd.docker.container.image.v1+json"),
      List.of()),
  /** A Helm chart. */
  CHART(
      "gear-wide-connected",
      "helm",
      "helm pull oci://{image}{at}",
      List.of("application/vnd.cncf.helm."),
      List.of("application/vnd.cncf.helm.chart.")),
  /** A model that Docker runs. */
  MODEL(
      "cpu",
      "model",
      "docker model pull {image}{at}",
      List.of("application/vnd.docker.ai."),
      List.of("application/vnd.docker.ai.")),
  /** A model in the CNCF's format. */
  MODEL_PACK(
      "cpu",
      "model",
      "modctl pull {image}{at}",
      List.of("application/vnd.cncf.model."),
      List.of("application/vnd.cncf.model.")),
  /** A model with its data and code, by KitOps. */
  MODEL_KIT(
      "cpu",
      "model",
      "kit pull {image}{at}",
      List.of("application/vnd.kitops.modelkit."),
      List.of("application/vnd.kitops.modelkit.")),
  /** A model that Ollama runs. */
  OLLAMA_MODEL(
      "cpu",
      "model",
      "ollama pull {image}{at}",
      List.of(),
      List.of("application/vnd.ollama.image.model")),
  /** A WebAssembly component, as the Bytecode Alliance's tools push it. */
  WASM(
      "braces",
      "wasm",
      "wkg oci pull {image}{at}",
      List.of("application/vnd.wasm.config.v0"),
      List.of()),
  /** A WebAssembly module of an older form. */
  WASM_MODULE(
      "braces",
      "wasm",
      Take.ORAS,
      List.of("application/vnd.wasm.", "application/vnd.module.wasm."),
      List.of("application/wasm", "application/vnd.wasm.", "application/vnd.module.wasm.")),
  /** A Compose project. */
  COMPOSE(
      "diagram-3",
      "compose",
      "docker compose -f oci://{image}{at} up",
      List.of("application/vnd.docker.compose."),
      List.of("application/vnd.docker.compose.file")),
  /** A plugin of Docker Engine. */
  PLUGIN(
      "plug",
      "plugin",
      "docker plugin install {image}{at}",
      List.of("application/vnd.docker.plugin."),
      List.of()),
  /** Manifests of Kubernetes for Flux. */
  FLUX(
      "git",
      Take.UNRECOGNIZED,
      "flux pull artifact oci://{image}{at} --output .",
      List.of("application/vnd.cncf.flux."),
      List.of("application/vnd.cncf.flux.")),
  /** A module of OpenTofu. */
  TOFU_MODULE(
      "bricks",
      Take.UNRECOGNIZED,
      "source = \"oci://{image}{query}\"",
      List.of("application/vnd.opentofu.modulepkg"),
      List.of()),
  /** A provider of OpenTofu: an index, and what it lists. */
  TOFU_PROVIDER(
      "bricks",
      Take.UNRECOGNIZED,
      "repository_template = \"{image}\"",
      List.of("application/vnd.opentofu.provider"),
      List.of()),
  /** A bundle of Carvel's imgpkg: configuration with the images it needs. */
  BUNDLE("boxes", Take.UNRECOGNIZED, "imgpkg pull -b {image}{at} -o {name}", List.of(), List.of()),
  /** An image of Apptainer or Singularity. */
  SIF(
      "box",
      Take.UNRECOGNIZED,
      "apptainer pull oras://{image}{at}",
      List.of("application/vnd.sylabs.sif."),
      List.of("application/vnd.sylabs.sif.")),
  /** An image in the form of Nydus, whose files are fetched when they are read. */
  NYDUS(
      "lightning-charge",
      Take.UNRECOGNIZED,
      "nerdctl --snapshotter=nydus pull {image}{at}",
      List.of("application/vnd.nydus."),
      List.of("application/vnd.oci.image.layer.nydus.blob.")),
  /** Where the files of an image are in its layers, for the SOCI snapshotter. */
  SOCI_INDEX(
      "lightning-charge",
      Take.UNRECOGNIZED,
      Take.ORAS,
      List.of("application/vnd.amazon.soci.index."),
      List.of()),
  /** A signature of another manifest. */
  SIGNATURE(
      "pen",
      Take.UNRECOGNIZED,
      Take.ORAS,
      List.of(
          "application/vnd.dev.cosign.artifact.sig.",
          "application/vnd.dev.sigstore.bundle.",
          "application/vnd.cncf.notary.signature"),
      List.of("application/vnd.dev.cosign.simplesigning.", "application/vnd.dev.sigstore.bundle.")),
  /** A statement about how another manifest was made, or what was found in it. */
  ATTESTATION(
      "clipboard-check",
      Take.UNRECOGNIZED,
      Take.ORAS,
      List.of(
          "application/vnd.docker.attestation.",
          "application/vnd.in-toto",
          "application/vnd.dsse.envelope."),
      List.of("application/vnd.in-toto", "application/vnd.dsse.envelope.")),
  /** A list of what another manifest is made of. */
  SBOM(
      "card-list",
      Take.UNRECOGNIZED,
      Take.ORAS,
      List.of(
          "application/vnd.dev.cosign.artifact.sbom.",
          "application/spdx",
          "text/spdx",
          "application/vnd.cyclonedx",
          "application/vnd.syft"),
      List.of(
          "application/spdx", "text/spdx", "application/vnd.cyclonedx", "application/vnd.syft")),
  /** The cache of a builder. */
  CACHE(
      "arrow-repeat",
      Take.UNRECOGNIZED,
      "docker buildx build --cache-from=type=registry,ref={image}{at} .",
      List.of("application/vnd.buildkit.cacheconfig."),
      List.of()),
  /** Anything else: files of some tool. */
  OTHER("file-earmark", Take.UNRECOGNIZED, Take.ORAS, List.of(), List.of());

  /** Layers of these decide before the type of the configuration: many tools call it an image's. */
  private static final Set<ArtifactKind> BY_LAYERS =
      EnumSet.of(
          SIGNATURE,
          ATTESTATION,
          SBOM,
          MODEL,
          MODEL_PACK,
          MODEL_KIT,
          OLLAMA_MODEL,
          CHART,
          COMPOSE,
          FLUX,
          SIF,
          NYDUS);

  /** What several kinds have in common. */
  private static final class Take {
    static final String DOCKER = "docker pull {image}{at}";
    static final String ORAS = "oras pull {image}{at}";
    static final String UNRECOGNIZED = "unrecognized";
  }

  private final String icon;
  private final String contentType;
  private final String command;
  private final List<String> types;
  private final List<String> layerTypes;

  /**
   * @param icon of the sprite of icons
   * @param contentType as Docker Hub's API has it
   * @param command the line that takes it
   * @param types how the type of the artifact, or of its configuration, begins
   * @param layerTypes how the type of one of its layers begins
   */
  ArtifactKind(
      String icon,
      String contentType,
      String command,
      List<String> types,
      List<String> layerTypes) {
    this.icon = icon;
    this.contentType = contentType;
    this.command = command;
    this.types = types;
    this.layerTypes = layerTypes;
  }

  /**
   * Decides what a manifest is of.
   *
   * @param index whether it lists other manifests
   * @param artifactType that the manifest itself gives; null where it gives none
   * @param configType of its configuration; null where it has none
   * @param layers the media types of its layers; of an index, of what it lists and is no manifest
   */
  public static ArtifactKind of(
      boolean index,
      @Nullable String artifactType,
      @Nullable String configType,
      Collection<String> layers) {
    ArtifactKind said = byType(artifactType);
    if (index) {
      boolean cache = layers.stream().anyMatch(layer -> begins(layer, CACHE.types));
      return cache ? CACHE : said == null || said == IMAGE ? INDEX : said;
    }
    if (said != null && said != IMAGE) {
      return said;
    }
    for (ArtifactKind kind : BY_LAYERS) {
      if (layers.stream().anyMatch(layer -> begins(layer, kind.layerTypes))) {
        return kind;
      }
    }
    ArtifactKind configured = byType(configType);
    if (configured != null) {
      return configured;
    }
    return layers.stream().anyMatch(layer -> begins(layer, WASM_MODULE.layerTypes))
        ? WASM_MODULE
        : said == null ? OTHER : said;
  }

  private static @Nullable ArtifactKind byType(@Nullable String type) {
    if (type != null) {
      for (ArtifactKind kind : values()) {
        if (begins(type, kind.types)) {
          return kind;
        }
      }
    }
    return null;
  }

  private static boolean begins(String type, List<String> beginnings) {
    return beginnings.stream().anyMatch(type::startsWith);
  }

  /** As the database and scripts know it: {@code image}, {@code model_pack}. */
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

  /** The name of its icon in the sprite. */
  public String icon() {
    return icon;
  }

  /** Docker Hub's word for it: image, plugin, helm, wasm, compose, model, or unrecognized. */
  public String contentType() {
    return contentType;
  }

  /** Whether Docker pulls it: an image, or an index of images. */
  public boolean isImage() {
    return this == IMAGE || this == INDEX;
  }

  /** Whether it tells something of another manifest, and nobody looks for it by itself. */
  public boolean isAboutAnother() {
    return this == SIGNATURE || this == ATTESTATION || this == SBOM || this == SOCI_INDEX;
  }

  /** Whether it is taken as the files that its layers are, by their titles. */
  public boolean isFiles() {
    return command.equals(Take.ORAS);
  }

  /**
   * The line that takes it: {@code docker pull hub.local/ada/tea:1.0}.
   *
   * @param image the repository with its host, as clients name it
   * @param at a tag or a digest of it
   */
  public String command(String image, Reference at) {
    return switch (at) {
      case TagName tag when this == CHART ->
          // Helm writes a version's + as _ in tags, and wants it as + again.
          "helm pull oci://%s --version %s".formatted(image, tag.value().replace('_', '+'));
      case TagName tag -> filled(image, suffix(tag), "?tag=" + tag.value());
      case Digest digest -> filled(image, suffix(digest), "?digest=" + digest);
    };
  }

  /** The line that copies all of an artifact, whether its files have names or not. */
  public static String copyCommand(String image, Reference at) {
    return "oras copy %s --to-oci-layout %s"
        .formatted(image + suffix(at), image.substring(image.lastIndexOf('/') + 1));
  }

  /** The line that prints a manifest, for one of which nothing else can be taken. */
  public static String readCommand(String image, Reference at) {
    return "oras manifest fetch " + image + suffix(at);
  }

  private static String suffix(Reference at) {
    return switch (at) {
      case TagName tag -> ":" + tag.value();
      case Digest digest -> "@" + digest;
    };
  }

  private String filled(String image, String at, String query) {
    return command
        .replace("{image}", image)
        .replace("{at}", at)
        .replace("{query}", query)
        .replace("{name}", image.substring(image.lastIndexOf('/') + 1));
  }

  /**
   * Of a row of the database.
   *
   * @param kind its {@link #text}; null in rows that were written before it was kept
   * @param index whether it lists other manifests
   * @param artifactType that the row has
   */
  public static ArtifactKind ofRow(
      @Nullable String kind, boolean index, @Nullable String artifactType) {
    return kind == null ? of(index, artifactType, artifactType, List.of()) : parse(kind);
  }
}
