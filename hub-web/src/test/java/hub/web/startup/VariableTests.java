package hub.web.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VariableTests {

  /** When this fails, put the rows that it expects into the page. */
  @Test
  void isDocumentedAsTheTableSays() throws IOException {
    var rows =
        Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
            .filter(line -> line.startsWith("| `HUB_"))
            .toList();

    assertThat(rows).isEqualTo(Arrays.stream(Variable.values()).map(Variable::row).toList());
  }
}
