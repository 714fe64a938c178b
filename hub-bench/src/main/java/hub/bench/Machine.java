package hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What it was measured on, without its name. */
final class Machine {

  private Machine() {}

  /** In one line. */
  static String describe() throws IOException {
    return "%s: %d × %s, %s GB, Linux %s, Java %s"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            value("/proc/cpuinfo", "model name"),
            Math.round(
                Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""))
                    / 1048576.0),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static String value(String file, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "0";
  }
}
