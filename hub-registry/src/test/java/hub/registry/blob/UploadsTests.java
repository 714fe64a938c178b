package hub.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.registry.Digest;
import hub.registry.store.BlobStore;
import hubtesting.FreshDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@FreshDatabase
class UploadsTests {

  private static final byte[] LAYER = "a layer".repeat(1000).getBytes();

  @TempDir static Path directory;

  @Autowired Uploads uploads;
  @Autowired BlobStore store;
  @Autowired JdbcClient jdbc;
  @Autowired UploadRows rows;
  @Autowired WriterClaims claims;

  private Upload upload;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", directory::toString);
  }

  @BeforeEach
  void anUploadOfWhichAllHasCome() {
    long account =
        jdbc.sql("select id from account where name = 'library'").query(Long.class).single();
    long repository =
        jdbc.sql(
                """
                insert into repository (namespace_id, name, visibility) values (?, 'app', 'public')
                on conflict (namespace_id, name) do update set visibility = 'public' returning id
                """)
            .param(account)
            .query(Long.class)
            .single();
    upload =
        uploads.append(
            uploads.start(repository, account),
            new ByteArrayInputStream(LAYER),
            OptionalLong.empty());
  }

  private Path path(String key) {
    return store.file(key).orElseThrow();
  }

  private StoredBlob finishAfterARestart() {
    return new Uploads(rows, claims, store)
        .finish(
            upload,
            new ByteArrayInputStream(new byte[0]),
            OptionalLong.empty(),
            Digest.sha256(LAYER));
  }

  @Test
  void goOnAfterARestart() {
    assertThat(finishAfterARestart().size()).isEqualTo(LAYER.length);
  }

  @Test
  void takeNoBytesThatAPowerCutHasSpoilt() throws IOException {
    Files.write(path(upload.storageKey()), new byte[LAYER.length]);

    assertThatThrownBy(this::finishAfterARestart).isInstanceOf(DigestMismatch.class);
  }

  @Test
  void leaveNothingBehindTheBytesThatWereAcknowledged() throws IOException {
    Files.write(path(upload.storageKey()), (new String(LAYER) + "cut").getBytes());

    assertThat(path(finishAfterARestart().storageKey())).hasSize(LAYER.length);
  }
}
