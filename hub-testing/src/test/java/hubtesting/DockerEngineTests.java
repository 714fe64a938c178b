package hubtesting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DockerEngineTests {

  private final DockerEngine engine = DockerEngine.ofThisRun();

  @Test
  void makesAnImageOfSeveralLayersOneOfThemOver100MB() {
    String id = engine.layeredImage();

    var sizes =
        engine
            .client()
            .run("history", "--human=false", "--format", "{{.Size}}", id)
            .succeeds()
            .out()
            .lines()
            .map(Long::valueOf)
            .filter(size -> size > 0)
            .toList();
    assertThat(sizes).hasSize(4).anyMatch(size -> size > 100_000_000);
  }

  @Test
  void makesAnotherImageForAnotherContent() {
    assertThat(engine.smallImage("one")).isNotEqualTo(engine.smallImage("two"));
  }
}
