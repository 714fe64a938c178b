package hub.registry.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DirectFilesTests {

  /** Files can not be made there, whoever asks. */
  @Test
  void areNotUsedWhereTheFileSystemRefusesThem() {
    assertThat(DirectFiles.in(Path.of("/proc/self"))).isEmpty();
  }
}
