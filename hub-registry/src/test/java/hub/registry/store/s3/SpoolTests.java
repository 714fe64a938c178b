package hub.registry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.store.BlobStoreSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTests {

  @TempDir Path directory;

  @Test
  void leavesNothingWhereAProcessEndsInTheMiddle() throws IOException {
    Spool spool = Spool.in(directory.resolve("spool"));

    try (SpooledPart part = spool.newPart()) {
      part.add(new byte[1000], 0, 1000);
      assertThat(directory.resolve("spool")).isEmptyDirectory();
    }
  }

  @Test
  void takesAwayWhatWasLeftAllTheSame() throws IOException {
    Files.write(directory.resolve("left"), new byte[10]);

    Spool.in(directory);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void givesAPartAsOftenAsItIsWanted() throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);

    try (SpooledPart part = Spool.in(directory).newPart()) {
      part.add(content, 0, 200_000);
      part.add(content, 200_000, 100_000);
      try (var given = part.open()) {
        assertThat(given.readNBytes(70_000)).isEqualTo(Arrays.copyOf(content, 70_000));
      }

      assertThat(BlobStoreSpecification.read(part.open())).isEqualTo(content);
      assertThat(part.bytes()).isEqualTo(content);
    }
  }

  @Test
  void givesNothingOfThePartThatWasInTheFileBefore() throws IOException {
    try (SpooledPart part = Spool.in(directory).newPart()) {
      part.add("the part before".getBytes(), 0, 15);
      part.clear();
      part.add("123456789".getBytes(), 0, 9);

      assertThat(BlobStoreSpecification.read(part.open())).asString().isEqualTo("123456789");
      assertThat(part.bytes()).asString().isEqualTo("123456789");
      assertThat(part.crc()).as("the check value of CRC-32C, E3069283").isEqualTo("4waSgw==");
      assertThat(part.md5()).isEqualTo("JfnnlDI7RTiF9RgfG2JNCw==");
    }
  }
}
