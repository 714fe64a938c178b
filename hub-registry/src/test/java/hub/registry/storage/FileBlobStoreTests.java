package hub.registry.storage;

import static org.assertj.core.api.Assertions.assertThat;

import hub.db.HubSettings;
import hub.registry.RegistrySettings.Durability;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTests extends BlobStoreSpecification {

  @TempDir Path directory;

  private BlobStore store;

  @BeforeEach
  void inADirectoryOfItsOwn() {
    store =
        new FileBlobStore(
            new HubSettings(
                URI.create("http://localhost"), directory, new HubSettings.Db(null, null, null)),
            Durability.DURABLE);
  }

  @Override
  BlobStore store() {
    return store;
  }

  @Test
  void listsWhatLiesBehindALink() throws IOException {
    Files.createSymbolicLink(
        directory.resolve("blobs"), Files.createDirectory(directory.resolve("elsewhere")));
    write("2026/01/01/a", content(10));

    try (var all = store.list()) {
      assertThat(all).extracting(StoredObject::key).containsExactly("2026/01/01/a");
    }
  }

  @Test
  void sendsItsFilesAndNobodyElsewhere() {
    assertThat(store.file("2026/01/01/a")).hasValue(directory.resolve("blobs/2026/01/01/a"));
    assertThat(store.presign("2026/01/01/a", Duration.ofMinutes(1))).isEmpty();
  }
}
