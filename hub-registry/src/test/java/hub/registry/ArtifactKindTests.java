package hub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArtifactKindTests {

  private static final String IMAGE = "application/vnd.oci.image.config.v1+json";

  @ParameterizedTest
  @CsvSource({
    "IMAGE, application/vnd.oci.image.config.v1+json, application/vnd.oci.image.layer.v1.tar+gzip",
    "IMAGE, application/vnd.docker.container.image.v1+json,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip",
    "CHART, application/vnd.cncf.helm.config.v1+json,"
        + " application/vnd.cncf.helm.chart.content.v1.tar+gzip",
    "MODEL, application/vnd.docker.ai.model.config.v0.1+json, application/vnd.docker.ai.gguf.v3",
    "MODEL, application/vnd.cncf.model.config.v1+json, application/vnd.cncf.model.weight.v1.raw",
    "MODEL, application/vnd.docker.container.image.v1+json, application/vnd.ollama.image.model",
    "WASM, application/vnd.wasm.config.v0+json, application/wasm",
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
    assertThat(ArtifactKind.of(false, type, List.of(layer))).isEqualTo(kind);
  }

  @Test
  void ofAnIndexIsAnIndexWhateverItLists() {
    assertThat(ArtifactKind.of(true, IMAGE, List.of())).isEqualTo(ArtifactKind.INDEX);
    assertThat(ArtifactKind.of(false, IMAGE, List.of())).isEqualTo(ArtifactKind.IMAGE);
    assertThat(ArtifactKind.of(false, null, List.of())).isEqualTo(ArtifactKind.OTHER);
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
