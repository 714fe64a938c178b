package hub.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class StorageFullTests {

  @Test
  void isSaidByWritingAndByMakingFiles() {
    assertThat(StorageFull.isSaidBy(new IOException("No space left on device"))).isTrue();
    assertThat(
            StorageFull.isSaidBy(
                new FileSystemException("blobs/2026", null, "No space left on device")))
        .isTrue();
    assertThat(StorageFull.isSaidBy(new IOException("Disk quota exceeded"))).isTrue();
  }

  @Test
  void isNotSaidByOtherFailures() {
    assertThat(StorageFull.isSaidBy(new IOException())).isFalse();
    assertThat(StorageFull.isSaidBy(new IOException("Input/output error"))).isFalse();
    assertThat(StorageFull.isSaidBy(new NoSuchFileException("blobs/2026"))).isFalse();
  }
}
