package hub.web.startup;

import hub.registry.browse.RegistryStorage;
import java.io.IOException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready only where bytes can be written: tries it. */
@Component("storageHealthIndicator")
class StorageHealthIndicator implements HealthIndicator {

  private final RegistryStorage storage;

  StorageHealthIndicator(RegistryStorage storage) {
    this.storage = storage;
  }

  @Override
  public Health health() {
    try {
      storage.check();
      return Health.up().build();
    } catch (IOException e) {
      return Health.down(e).build();
    }
  }
}
