package hub.web.startup;

import hub.db.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready only where bytes can be written: tries it. */
@Component("storageHealthIndicator")
class StorageHealthIndicator implements HealthIndicator {

  private final Path data;

  StorageHealthIndicator(HubSettings settings) {
    this.data = settings.dataDir();
  }

  @Override
  public Health health() {
    Path blobs = data.resolve("blobs");
    try {
      Path probe =
          Files.createTempFile(Files.isDirectory(blobs) ? blobs : data, ".health-", ".probe");
      Files.delete(probe);
      return Health.up().build();
    } catch (IOException e) {
      return Health.down(e).build();
    }
  }
}
