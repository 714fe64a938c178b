package hub.db;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTests {

  @TempDir private Path place;

  @Test
  void servesOneHubAtATime() {
    try (var first = DataDirectory.open(place.resolve("data"))) {
      assertThatExceptionOfType(StartRefused.class)
          .isThrownBy(() -> DataDirectory.open(first.path()))
          .withMessage(
              "Another hub is running on the data directory %s: stop it, or set HUB_DATA_DIR to a"
                  + " directory of its own.",
              first.path());
    }
    assertThatCode(() -> DataDirectory.open(place.resolve("data")).close())
        .doesNotThrowAnyException();
  }

  @Test
  void isRefusedWhereItCannotBeMade() throws IOException {
    Path file = Files.createFile(place.resolve("file"));

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .withMessageStartingWith("The data directory %s/data cannot be written: ", file);
  }
}
