package hub.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AboutManifestTests {

  @Test
  void keepsWhatAnImageSaysOfItself() {
    String text =
        """
        {"kind":"image","platform":"linux/amd64","labels":{"a":"b"},\
        "history":[{"command":"RUN make"},{"command":"CMD","empty":true}]}""";

    assertThat(AboutManifest.parse(text).text()).isEqualTo(text);
  }

  @Test
  void keepsNoMoreThanARowCanHold() {
    String step = "{\"command\":\"" + "x".repeat(1000) + "\"}";
    String labels = "\"n%d\":\"" + "y".repeat(1000) + "\"";
    StringBuilder text = new StringBuilder("{\"kind\":\"image\",\"platform\":\"linux/arm64\"");
    text.append(",\"labels\":{").append(labels.formatted(0));
    for (int i = 1; i < 100; i++) {
      text.append(',').append(labels.formatted(i));
    }
    text.append("},\"history\":[").append(step);
    for (int i = 1; i < 3000; i++) {
      text.append(',').append(step);
    }
    text.append("]}");

    AboutManifest about = AboutManifest.parse(text.toString());
    AboutManifest kept = AboutManifest.parse(about.text());

    assertThat(about.text().length()).isLessThan(2 * AboutManifest.MOST_TEXT);
    assertThat(kept.kind()).isEqualTo(about.kind());
    assertThat(kept.configuration().platform()).isEqualTo("linux/arm64");
    assertThat(kept.configuration().labels()).hasSize(100);
    assertThat(kept.configuration().history()).hasSizeBetween(10, 100);
    // what was cut once is not cut again
    assertThat(kept.text()).isEqualTo(about.text());
  }
}
