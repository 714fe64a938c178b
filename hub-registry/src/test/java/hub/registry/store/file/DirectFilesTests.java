package hub.registry.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectFilesTests {

  /** Else all tests of files would pass through the cache, and nobody would see. */
  @Test
  void areUsedWhereTheFileSystemDoesThem(@TempDir Path directory) {
    boolean used = DirectFiles.in(directory).isPresent();
    assumeTrue(used || System.getenv("CI") != null, "files here do not go past the cache");

    assertThat(used).isTrue();
  }

  /** Files cannot be made there, whoever asks. */
  @Test
  void areNotUsedWhereTheFileSystemRefusesThem() {
    assertThat(DirectFiles.in(Path.of("/proc/self"))).isEmpty();
  }
}
