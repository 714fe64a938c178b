package hub.registry.browse;

import hub.registry.store.BlobStore;
import hub.registry.store.StorageAway;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Where the bytes of images are, for the operator. */
@Component
public class RegistryStorage {

  private final BlobStore store;

  RegistryStorage(BlobStore store) {
    this.store = store;
  }

  /**
   * Tries whether bytes can be written.
   *
   * @throws IOException that says why not
   */
  public void check() throws IOException {
    try {
      store.check();
    } catch (StorageAway e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** One line for the operator: what keeps the bytes, and where. */
  public String description() {
    return store.description();
  }
}
