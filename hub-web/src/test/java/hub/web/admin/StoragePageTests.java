package hub.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Script;
import hub.registry.garbage.OrphanScan;
import hubtesting.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What who runs the hub sees of the store, and says to it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@FreshDatabase
class StoragePageTests {

  private static final String PASSWORD = "quatro-gatos-no-telhado";

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired OrphanScan scan;

  @Value("${hub.data-dir}")
  Path dataDir;

  @Test
  void whatTheDatabaseDoesNotKnowIsShownAndGoesOnlyWhenSomebodySaysSo() throws IOException {
    Path directory = Files.createDirectories(dataDir.resolve("blobs/2020/01/01"));
    for (int i = 0; i < 30; i++) {
      Path file = Files.write(directory.resolve("stranger" + i), new byte[1000]);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(90_000)));
    }
    var admin = admin();

    scan.run();

    assertThat(admin.get("/admin/storage").body())
        .contains("Of 30 objects in the store, 30 are named by no row")
        .contains("stop the hub and restore the right one");
    assertThat(trash()).isZero();
    assertThat(admin.get("/admin/storage/orphans").body()).contains("This cannot be undone.");

    var said = admin.submit("/admin/storage/orphans", "/admin/storage/orphans", Map.of());

    assertThat(said.statusCode()).isEqualTo(302);
    await().until(() -> trash() == 30);
    await()
        .untilAsserted(
            () ->
                assertThat(admin.get("/admin/storage").body())
                    .doesNotContain("are named by no row"));
    assertThat(admin.get("/admin/storage/orphans").statusCode()).isEqualTo(404);
  }

  private long trash() {
    return jdbc.sql("select count(*) from blob_trash").query(Long.class).single();
  }

  private Script admin() {
    new Script(url())
        .submit(
            "/signup",
            "/signup",
            Map.of("username", "carla", "email", "carla@example.com", "password", PASSWORD));
    jdbc.sql("update account set email_confirmed_at = now(), site_admin = true").update();
    var admin = new Script(url());
    admin.signIn("carla", PASSWORD);
    return admin;
  }

  private String url() {
    return "http://localhost:" + port;
  }
}
