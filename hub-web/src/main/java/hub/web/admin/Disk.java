package hub.web.admin;

import java.io.File;
import java.nio.file.Path;

/**
 * The disk that a directory lies on.
 *
 * @param total its size in bytes; 0 where the system does not tell
 * @param free how many of them the hub may still write
 */
record Disk(long total, long free) {

  static Disk of(Path directory) {
    File file = directory.toFile();
    return new Disk(file.getTotalSpace(), file.getUsableSpace());
  }

  /** How much of it is used, in whole per cent. */
  public int usedPercent() {
    return total == 0 ? 0 : (int) (100 * (total - free) / total);
  }
}
