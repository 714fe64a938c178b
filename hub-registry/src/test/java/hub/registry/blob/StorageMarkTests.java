package hub.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.db.HubSettings;
import hub.db.StartRefused;
import hub.registry.Digest;
import hub.registry.RegistrySettings.Durability;
import hub.registry.store.BlobStore;
import hub.registry.store.file.FileBlobStore;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub starts on the storage that its database knows, and on no other. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@FreshDatabase
class StorageMarkTests {

  private static final String ANOTHERS = "1c7f8b9e-0c1f-4a52-9b6d-5d6f0f0e7a11";

  @TempDir Path ours;
  @TempDir Path other;

  @Autowired JdbcClient jdbc;

  @BeforeEach
  void neverStarted() {
    jdbc.sql("delete from blob").update();
    jdbc.sql("delete from blob_trash").update();
    jdbc.sql("update storage_mark set planted_at = null").update();
  }

  @Test
  void isLeftAtTheFirstStartAndFoundAtEachLaterOne() throws IOException {
    start(ours);
    start(ours);

    assertThat(Files.readString(mark(ours)).strip()).isEqualTo(known());
    assertThat(planted()).isTrue();
  }

  @Test
  void isLeftAgainByAStartThatWasKilledBeforeItWasNoted() throws IOException {
    start(ours);
    jdbc.sql("update storage_mark set planted_at = null").update();

    start(ours);

    assertThat(planted()).isTrue();
  }

  @Test
  void isMissedWhereTheVolumeIsAwayUntilItIsWrittenByHand() throws IOException {
    start(ours);

    assertThatThrownBy(() -> start(other))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(
            other.toString(), "has no mark, which the database knows it by", known());
    assertThat(other).isEmptyDirectory();

    mark(other, known());
    start(other);
  }

  @Test
  void keepsAHubFromTheStorageOfAnother() throws IOException {
    mark(other, ANOTHERS);
    assertThatThrownBy(() -> start(other))
        .as("a new database")
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belongs to another database");
    assertThat(planted()).isFalse();

    start(ours);
    assertThatThrownBy(() -> start(other))
        .as("one that has a storage")
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belongs to another database");
  }

  @Test
  void keepsANewDatabaseFromBytesThatItDoesNotName() throws IOException {
    bytes(other, "2026/01/01/a");

    assertThatThrownBy(() -> start(other))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belongs to another database");
    assertThat(mark(other)).doesNotExist();
  }

  @Test
  void isLeftByAnUpgradeOnlyWhereMostOfTheBlobsAre() throws IOException {
    for (int day = 1; day <= 3; day++) {
      blob("2026/01/0" + day + "/a");
    }
    jdbc.sql("update blob set quarantined_at = now(), damage = 'missing'").update();

    assertThatThrownBy(() -> start(ours))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("does not hold the blobs that the database names", known());
    bytes(ours, "2026/01/03/a");
    assertThatThrownBy(() -> start(ours)).as("only the newest").isInstanceOf(StartRefused.class);
    assertThat(mark(ours)).doesNotExist();

    bytes(ours, "2026/01/02/a");
    start(ours);
    assertThat(mark(ours)).hasContent(known());
  }

  @Test
  void isLeftBesideWhatIsNamedThoughNotByABlob() throws IOException {
    bytes(ours, "2026/01/01/a");
    jdbc.sql("insert into blob_trash values ('2026/01/01/a', 5, now())").update();

    start(ours);
    assertThat(mark(ours)).hasContent(known());
  }

  @Test
  void isNotGuessedWhereItCanNotBeRead() throws IOException {
    for (String text : List.of("", "not a mark", "1-1-1-1-1", ANOTHERS.toUpperCase(Locale.ROOT))) {
      mark(ours, text);

      assertThatThrownBy(() -> start(ours))
          .as(text)
          .isInstanceOf(StartRefused.class)
          .hasMessageContainingAll("has a mark that cannot be read", known());
    }
  }

  @Test
  void isTakenOverByADatabaseThatWasRestoredFromBeforeIt() throws IOException {
    blob("2026/01/01/a");
    bytes(ours, "2026/01/01/a");
    mark(ours, ANOTHERS);

    start(ours);

    assertThat(known()).isEqualTo(ANOTHERS);
    assertThat(planted()).isTrue();
  }

  private void start(Path data) {
    var hub =
        new HubSettings(URI.create("http://localhost"), data, new HubSettings.Db(null, null, null));
    new StorageMark(jdbc, new FileBlobStore(hub, Durability.DURABLE)).afterPropertiesSet();
  }

  private static Path mark(Path data) {
    return data.resolve("blobs").resolve(BlobStore.MARK);
  }

  private static void mark(Path data, String mark) throws IOException {
    Files.createDirectories(data.resolve("blobs"));
    Files.writeString(mark(data), mark + "\n");
  }

  private static void bytes(Path data, String key) throws IOException {
    Path file = data.resolve("blobs").resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "bytes");
  }

  private String known() {
    return jdbc.sql("select mark::text from storage_mark").query(String.class).single();
  }

  private boolean planted() {
    return jdbc.sql("select planted_at is not null from storage_mark")
        .query(Boolean.class)
        .single();
  }

  private void blob(String key) {
    jdbc.sql("insert into blob (digest, size, storage_key) values (?, 5, ?)")
        .param(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).bytes())
        .param(key)
        .update();
  }
}
