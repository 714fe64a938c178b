package hub.registry.store.file;

import hub.db.HubSettings;
import hub.registry.RegistrySettings;
import hub.registry.store.BlobStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps bytes in the data directory unless {@code HUB_STORAGE} names another store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "hub.storage", havingValue = "fs", matchIfMissing = true)
class FileStoreConfiguration {

  @Bean
  BlobStore blobStore(HubSettings hub, RegistrySettings settings) {
    return new FileBlobStore(hub, settings.storageDurability());
  }
}
