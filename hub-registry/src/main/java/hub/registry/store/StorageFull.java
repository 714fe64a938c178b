package hub.registry.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;

/** There is no room for more bytes. What was acknowledged is there, and can still be pulled. */
public class StorageFull extends RuntimeException {

  /** How the system says it; Java has no type for it. */
  private static final Set<String> SAID = Set.of("No space left on device", "Disk quota exceeded");

  public StorageFull(IOException cause) {
    super("this registry has no room left: whoever runs it must make some", cause);
  }

  /** Whether a failure of the system means that there is no room. */
  public static boolean isSaidBy(IOException failure) {
    String said = failure instanceof FileSystemException it ? it.getReason() : failure.getMessage();
    return said != null && SAID.contains(said);
  }
}
