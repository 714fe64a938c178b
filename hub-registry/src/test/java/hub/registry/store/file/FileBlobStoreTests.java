package hub.registry.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.db.HubSettings;
import hub.registry.RegistrySettings.Durability;
import hub.registry.store.BlobStore;
import hub.registry.store.BlobStoreSpecification;
import hub.registry.store.BlobWriter;
import hub.registry.store.Progress;
import hub.registry.store.StorageAway;
import hub.registry.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileBlobStoreTests extends BlobStoreSpecification {

  @TempDir Path directory;

  private BlobStore store;

  @BeforeEach
  void inADirectoryOfItsOwn() {
    store =
        new FileBlobStore(
            new HubSettings(
                URI.create("http://localhost"), directory, new HubSettings.Db(null, null, null)),
            Durability.DURABLE,
            this::directFiles);
  }

  Optional<DirectFiles> directFiles(Path root) {
    return DirectFiles.in(root);
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  /** Lengths and pieces on both sides of where whole blocks begin to go past the cache. */
  @ParameterizedTest
  @CsvSource({
    "65535,4096",
    "65536,65536",
    "65537,1000",
    "69632,4095",
    "69633,1",
    "400000,262144",
    "1000001,262144",
    "1048576,262143",
    "3000000,777777"
  })
  void keepsBlobsInPiecesOfAnySize(int length, int piece) throws IOException {
    byte[] content = content(length);

    try (BlobWriter writer = store.append("2026/01/01/a", Progress.NOTHING)) {
      for (int start = 0; start < length; start += piece) {
        writer.write(content, start, Math.min(piece, length - start));
      }
      writer.seal();
    }

    assertThat(directory.resolve("blobs/2026/01/01/a")).hasBinaryContent(content);
  }

  @Test
  void goesOnAfterAPauseThatIsNoWholeBlock() throws IOException {
    byte[] content = content(2_000_000);

    Progress progress = append("2026/01/01/a", Progress.NOTHING, content, 0, 777_777);
    progress = append("2026/01/01/a", progress, content, 777_777, 1);
    progress = append("2026/01/01/a", progress, content, 777_778, 900_000);
    seal("2026/01/01/a", append("2026/01/01/a", progress, content, 1_677_778, 322_222));

    assertThat(directory.resolve("blobs/2026/01/01/a")).hasBinaryContent(content);
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

  @Test
  void isNotTakenForEmptyWhereItsVolumeIsAway() throws IOException {
    Path mountPoint = directory.resolve("blobs");
    Path volume = directory.resolve("volume");
    store.mark("ours");
    store.expect("ours");
    write("2026/01/01/a", content(10));
    Files.move(mountPoint, volume);
    Files.createDirectory(mountPoint);

    assertAway(() -> store.size("2026/01/01/a"));
    assertAway(() -> store.open("2026/01/01/a"));
    assertAway(() -> store.append("2026/01/01/b", Progress.NOTHING));
    assertAway(() -> store.move("2026/01/01/a", Progress.NOTHING, "2026/01/01/c"));
    assertAway(() -> store.delete("2026/01/01/a"));
    assertAway(store::list);
    assertAway(store::check);
    assertThat(store.deleteAll(List.of("2026/01/01/a"))).containsExactly("2026/01/01/a");
    assertThat(mountPoint).isEmptyDirectory();

    Files.delete(mountPoint);
    Files.move(volume, mountPoint);
    store.check();
    assertThat(store.size("2026/01/01/a")).hasValue(10);
  }

  @Test
  void beginsNothingInTheDirectoryOfTodayThatIsAnothers() throws IOException {
    store.mark("another's");
    store.expect("ours");
    Files.createDirectories(directory.resolve("blobs/2026/01/01"));

    assertAway(() -> store.append("2026/01/01/a", Progress.NOTHING));
    assertThat(directory.resolve("blobs/2026/01/01")).isEmptyDirectory();
  }

  private static void assertAway(ThrowingCallable use) {
    assertThatThrownBy(use).isInstanceOf(StorageAway.class);
  }
}
