package hub.registry.store.s3;

import hub.db.HubSettings;
import hub.db.StartRefused;
import hub.registry.store.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps bytes in a bucket where {@code HUB_STORAGE} is {@code s3}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "hub.storage", havingValue = "s3")
@EnableConfigurationProperties(S3Settings.class)
class S3StoreConfiguration {

  @Bean
  BlobStore blobStore(HubSettings hub, S3Settings s3) {
    S3BlobStore store = new S3BlobStore(s3, spool(hub));
    try {
      store.check();
      return store;
    } catch (IOException e) {
      store.close();
      throw new StartRefused(
          "HUB_STORAGE is s3, and the %s cannot be written: %s.".formatted(s3, e.getMessage()), e);
    }
  }

  private static Spool spool(HubSettings hub) {
    Path directory = hub.dataDir().toAbsolutePath().resolve("spool");
    try {
      return Spool.in(directory);
    } catch (IOException e) {
      throw new StartRefused(
          "The directory %s cannot be written: %s.".formatted(directory, e.getMessage()), e);
    }
  }
}
