package hub.registry.store.file;

import java.nio.file.Path;
import java.util.Optional;

/** Where the file system knows no other way than through the cache. */
class CachedFileBlobStoreTests extends FileBlobStoreTests {

  @Override
  Optional<DirectFiles> directFiles(Path root) {
    return Optional.empty();
  }
}
