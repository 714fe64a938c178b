package hub.registry.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.store.BlobStore;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@FreshDatabase
class StorageSweeperTests {

  @TempDir static Path directory;

  @Autowired StorageSweeper sweeper;
  @Autowired BlobStore store;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", directory::toString);
  }

  @Test
  void aFileThatDoesNotGoKeepsNoOthersAndIsTriedAgain() throws IOException {
    // what is no file and not empty cannot be deleted as one, not even by root
    Files.createDirectories(path("2026/01/01/stuck/inside"));
    Files.writeString(path("2026/01/01/waste"), "waste");
    discard("2026/01/01/stuck");
    discard("2026/01/01/waste");

    sweeper.sweep();

    assertThat(path("2026/01/01/waste")).doesNotExist();
    assertThat(
            jdbc.sql("select storage_key from blob_trash where delete_after > now()")
                .query(String.class)
                .list())
        .containsExactly("2026/01/01/stuck");
    assertThat(jdbc.sql("select count(*) from blob_trash").query(Integer.class).single())
        .isEqualTo(1);
  }

  private Path path(String key) {
    return store.file(key).orElseThrow();
  }

  private void discard(String key) {
    jdbc.sql(
            """
            insert into blob_trash (storage_key, size, delete_after)
            values (?, 5, now() - interval '1 minute')
            """)
        .param(key)
        .update();
  }
}
