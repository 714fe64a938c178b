package hub.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests: whatever bytes come, they are understood, or refused with a reason. */
class ManifestFuzzTests {

  static Stream<byte[]> manifests() {
    return Stream.of(
            "{}",
            "[[[[",
            "{\"schemaVersion\":2,\"manifests\":[]}",
            "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
            "{\"schemaVersion\":1,\"fsLayers\":[]}")
        .map(it -> it.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("manifests")
  @FuzzTest
  void aManifestIsReadOrRefused(byte @NotNull [] body) {
    read(body);
  }

  /** The same from bytes that are nearly one, where mutations reach deeper. */
  static Stream<Arguments> fields() {
    return Stream.of(
        arguments("annotations", "{\"a\":\"\\u0000\"}"),
        arguments("subject", "{\"digest\":1}"),
        arguments("manifests", "[]"),
        arguments("artifactType", "\"x/y\""),
        arguments("config", "null"));
  }

  @MethodSource("fields")
  @FuzzTest
  void anAlmostRightManifestIsReadOrRefused(@NotNull String field, @NotNull String value) {
    String descriptor =
        "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":2,\"digest\":"
            + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}";
    read(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s],\"%s\":%s}"
            .formatted(MediaTypes.OCI_MANIFEST, descriptor, descriptor, field, value)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void read(byte[] body) {
    ManifestDocument document;
    try {
      document = ManifestDocument.parse(body, null);
    } catch (ManifestInvalid e) {
      assertThat(e.getMessage()).hasSizeLessThan(2_000);
      return;
    }
    assertThat(document.layers()).hasSizeLessThanOrEqualTo(10_000);
    assertThat(document.children()).hasSizeLessThanOrEqualTo(10_000);
    assertThat(document.annotations())
        .satisfiesAnyOf(
            it -> assertThat(it).isNull(), it -> assertThat(it).doesNotContain("\u0000"));
  }
}
