package hub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

  @Test
  void withoutAnyItIsTheHubOfThisFolderFourClientsAndThreeTurns() {
    Options options = Options.parse();

    assertThat(options.jar()).isEqualTo(Path.of("hub-web/target/hub.jar"));
    assertThat(options.beside()).isNull();
    assertThat(options.clients()).isEqualTo(4);
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.other()).isNull();
  }

  @Test
  void anyRegistryCanBeGivenByItsCommandAndConfiguration() {
    Options options =
        Options.parse(
            "--peer-name",
            "mine",
            "--peer-command",
            "/opt/mine serve {config}",
            "--peer-config",
            "mine.json",
            "--seconds",
            "5");

    assertThat(options.other())
        .isEqualTo(
            new Options.Other(
                "mine", List.of("/opt/mine", "serve", "{config}"), Path.of("mine.json")));
    assertThat(options.each()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThatThrownBy(() -> Options.parse("--fast", "1"))
        .hasMessageStartingWith("What is --fast?");
    assertThatThrownBy(() -> Options.parse("--rounds", "many"))
        .hasMessage("--rounds must be a number, and is many.");
    assertThatThrownBy(() -> Options.parse("--peer-command", "x"))
        .hasMessage("--peer-command and --peer-config go together.");
  }
}
