package hub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTests {

  @Test
  void theHubTakesWhatTheBenchDoesAndComesOutAsATable(@TempDir Path directory) throws IOException {
    Path jar = Path.of("../hub-web/target/hub.jar");
    if (System.getenv("CI") == null) {
      assumeTrue(Files.exists(jar), "needs hub-web's jar: mvn verify, or package it first");
    }

    String tables =
        Bench.run(
            Options.parse(
                "--jar",
                jar.toString(),
                "--beside",
                jar.toString(),
                "--java-options",
                "-Xmx384m --enable-native-access=ALL-UNNAMED",
                "--peer",
                "none",
                "--only",
                "3 pulls to 1 push|20 referrers",
                "--rounds",
                "1",
                "--seconds",
                "1",
                "--warm-up",
                "1",
                "--directory",
                directory.resolve("bench").toString()));

    assertThat(tables)
        .contains("| 3 pulls to 1 push, 1 MB | hub, durable | ")
        .contains("| 3 pulls to 1 push, 1 MB | hub, relaxed | ")
        .contains("| 3 pulls to 1 push, 1 MB | hub before, durable | ")
        .contains("| 20 referrers | hub before, durable | ")
        .contains("| 20 referrers | hub, durable | ")
        .doesNotContain("failed")
        .doesNotContain("not served");
    assertThat(directory.resolve("bench")).doesNotExist();
  }
}
