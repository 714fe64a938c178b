package hub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArtifactKindTests {

  private static final String IMAGE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  @ParameterizedTest
  @CsvSource({
    "IMAGE, application/vnd.oci.image.config.v1+json, application/vnd.oci.image.layer.v1.tar+gzip",
    "IMAGE, application/vnd.docker.container.image.v1+json,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip",
    "CHART, application/vnd.cncf.helm.config.v1+json,"
        + " application/vnd.cncf.helm.chart.content.v1.tar+gzip",
    "MODEL, application/vnd.docker.ai.model.config.v0.1+json, application/vnd.docker.ai.gguf.v3",
    "MODEL_PACK, application/vnd.cncf.model.config.v1+json,"
        + " application/vnd.cncf.model.weight.v1.raw",
    "MODEL_KIT, application/vnd.kitops.modelkit.config.v1+json,"
        + " application/vnd.kitops.modelkit.model.v1.tar+gzip",
    "OLLAMA_MODEL, application/vnd.docker.container.image.v1+json,"
        + " application/vnd.ollama.image.model",
    "WASM, application/vnd.wasm.config.v0+json, application/wasm",
    "WASM_MODULE, application/vnd.wasm.config.v1+json, application/vnd.wasm.content.layer.v1+wasm",
    "WASM_MODULE, application/vnd.unknown.config.v1+json, application/wasm",
    "COMPOSE, application/vnd.oci.empty.v1+json, application/vnd.docker.compose.file+yaml",
    "PLUGIN, application/vnd.docker.plugin.v1+json,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip",
    "FLUX, application/vnd.cncf.flux.config.v1+json,"
        + " application/vnd.cncf.flux.content.v1.tar+gzip",
    "SIF, application/vnd.sylabs.sif.config.v1+json, application/vnd.sylabs.sif.layer.v1.sif",
    "NYDUS, application/vnd.oci.image.config.v1+json,"
        + " application/vnd.oci.image.layer.nydus.blob.v1",
    "SOCI_INDEX, application/vnd.amazon.soci.index.v1+json, application/octet-stream",
    "SIGNATURE, application/vnd.oci.image.config.v1+json,"
        + " application/vnd.dev.cosign.simplesigning.v1+json",
    "SIGNATURE, application/vnd.dev.sigstore.bundle.v0.3+json,"
        + " application/vnd.dev.sigstore.bundle.v0.3+json",
    "SIGNATURE, application/vnd.cncf.notary.signature, application/jose+json",
    "ATTESTATION, application/vnd.oci.image.config.v1+json, application/vnd.in-toto+json",
    "ATTESTATION, application/vnd.oci.image.config.v1+json,"
        + " application/vnd.dsse.envelope.v1+json",
    "SBOM, application/spdx+json, application/spdx+json",
    "SBOM, application/vnd.oci.image.config.v1+json, application/vnd.cyclonedx+json",
    "CACHE, application/vnd.buildkit.cacheconfig.v0, application/vnd.oci.image.layer.v1.tar+gzip",
    "OTHER, application/vnd.example.thing, application/octet-stream",
  })
  void isDecidedByTheTypesOfWholeAndLayers(ArtifactKind kind, String type, String layer) {
    assertThat(ArtifactKind.of(false, null, type, List.of(layer))).isEqualTo(kind);
  }

  /** What the manifest itself says goes before its configuration, which is often an image's. */
  @ParameterizedTest
  @CsvSource({
    "COMPOSE, application/vnd.docker.compose.project, application/vnd.oci.empty.v1+json",
    "SOCI_INDEX, application/vnd.amazon.soci.index.v2+json,"
        + " application/vnd.oci.image.config.v1+json",
    "NYDUS, application/vnd.nydus.image.manifest.v1+json,"
        + " application/vnd.oci.image.config.v1+json",
    "TOFU_MODULE, application/vnd.opentofu.modulepkg, application/vnd.oci.empty.v1+json",
    "MODEL_PACK, application/vnd.cncf.model.manifest.v1+json, application/vnd.oci.empty.v1+json",
    "IMAGE, application/vnd.example.thing, application/vnd.oci.image.config.v1+json",
    "OTHER, application/vnd.example.thing, application/vnd.oci.empty.v1+json",
  })
  void isDecidedByItsOwnTypeFirst(ArtifactKind kind, String artifactType, String configType) {
    assertThat(ArtifactKind.of(false, artifactType, configType, List.of())).isEqualTo(kind);
  }

  @Test
  void ofAnIndexIsAnIndexUnlessItSaysOtherwise() {
    assertThat(ArtifactKind.of(true, null, null, List.of())).isEqualTo(ArtifactKind.INDEX);
    assertThat(ArtifactKind.of(true, IMAGE, null, List.of())).isEqualTo(ArtifactKind.INDEX);
    assertThat(ArtifactKind.of(true, "application/vnd.opentofu.provider", null, List.of()))
        .isEqualTo(ArtifactKind.TOFU_PROVIDER);
    assertThat(
            ArtifactKind.of(
                true, null, null, List.of(LAYER, "application/vnd.buildkit.cacheconfig.v0")))
        .isEqualTo(ArtifactKind.CACHE);
    assertThat(ArtifactKind.of(false, null, null, List.of())).isEqualTo(ArtifactKind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE, 1.0, docker pull hub.local/ada/tea:1.0",
    "INDEX, 1.0, docker pull hub.local/ada/tea:1.0",
    "CHART, 1.2.3_build.5, helm pull oci://hub.local/ada/tea --version 1.2.3+build.5",
    "MODEL, 1.0, docker model pull hub.local/ada/tea:1.0",
    "WASM, 1.0, wkg oci pull hub.local/ada/tea:1.0",
    "COMPOSE, 1.0, docker compose -f oci://hub.local/ada/tea:1.0 up",
    "TOFU_MODULE, 1.0, 'source = \"oci://hub.local/ada/tea?tag=1.0\"'",
    "BUNDLE, 1.0, imgpkg pull -b hub.local/ada/tea:1.0 -o tea",
    "OTHER, 1.0, oras pull hub.local/ada/tea:1.0",
  })
  void namesTheLineThatTakesIt(ArtifactKind kind, String tag, String command) {
    assertThat(kind.command("hub.local/ada/tea", new TagName(tag))).isEqualTo(command);
  }

  @Test
  void namesTheLineByDigestToo() {
    Digest digest = Digest.parse("sha256:" + "0".repeat(64));
    assertThat(ArtifactKind.IMAGE.command("hub.local/ada/tea", digest))
        .isEqualTo("docker pull hub.local/ada/tea@" + digest);
    assertThat(ArtifactKind.CHART.command("hub.local/ada/tea", digest))
        .isEqualTo("helm pull oci://hub.local/ada/tea@" + digest);
  }

  @ParameterizedTest
  @EnumSource
  void sendsNobodyToDockerPullForWhatItRefuses(ArtifactKind kind) {
    assertThat(kind.command("hub.local/ada/tea", new TagName("1.0")).startsWith("docker pull"))
        .isEqualTo(kind.isImage());
    assertThat(kind.contentType().equals("image")).isEqualTo(kind.isImage());
  }

  @ParameterizedTest
  @EnumSource
  void readsItsOwnText(ArtifactKind kind) {
    assertThat(ArtifactKind.parse(kind.text())).isEqualTo(kind);
  }

  @Test
  void readsWhatALaterVersionMayWrite() {
    assertThat(ArtifactKind.parse("hologram")).isEqualTo(ArtifactKind.OTHER);
  }
}
