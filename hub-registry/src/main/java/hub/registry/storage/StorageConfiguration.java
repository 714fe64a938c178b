package hub.registry.storage;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import hub.db.HubSettings;
import hub.db.StartRefused;
import hub.db.task.InLane;
import hub.db.task.Lane;
import hub.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses where bytes are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class StorageConfiguration {

  @Bean
  BlobStore blobStore(
      @Value("${hub.storage:fs}") String storage,
      HubSettings hub,
      RegistrySettings settings,
      S3Settings s3) {
    if (!storage.equals("s3")) {
      return new FileBlobStore(hub, settings.storageDurability());
    }
    var store = new S3BlobStore(s3, spool(hub));
    try {
      store.check();
      return store;
    } catch (IOException e) {
      store.close();
      throw new StartRefused(
          "HUB_STORAGE is s3, and the %s can not be written: %s.".formatted(s3, e.getMessage()), e);
    }
  }

  private static Spool spool(HubSettings hub) {
    Path directory = hub.dataDir().toAbsolutePath().resolve("spool");
    try {
      return Spool.in(directory);
    } catch (IOException e) {
      throw new StartRefused(
          "The directory %s can not be written: %s.".formatted(directory, e.getMessage()), e);
    }
  }

  @Bean
  @InLane(Lane.STORE)
  RecurringTask<Void> unfinishedSweepTask(UnfinishedSweep sweep) {
    return Tasks.recurring("unfinished-sweep", FixedDelay.ofHours(1))
        .execute((instance, context) -> sweep.run());
  }
}
