package hub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of this module stand in one order, and each uses only those before it. */
class RoomsTests {

  private static final Path SOURCES = Path.of("src/main/java/hub/registry");

  /**
   * As {@code package-info.java} of {@code hub.registry} has it; packages of one line are equals.
   */
  private static final List<List<String>> ORDER =
      List.of(
          List.of(""),
          List.of("store"),
          List.of("store.file", "store.s3", "quota", "limit", "access", "tag"),
          List.of("blob"),
          List.of("manifest"),
          List.of("garbage"),
          List.of("browse"),
          List.of("protocol"));

  private static final Pattern USE =
      Pattern.compile("(?<![\\w.])hub\\.registry((?:\\.[a-z]\\w*)*)\\.[A-Z]");

  private record Use(String by, String used) {

    boolean isAllowed() {
      return by.equals(used) || floor(used) < floor(by);
    }
  }

  @Test
  void noArrowRunsBackUp() {
    List<Use> uses = uses();

    assertThat(uses).filteredOn(use -> !use.isAllowed()).isEmpty();
    assertThat(uses)
        .as("control")
        .contains(new Use("browse", "manifest"), new Use("blob", "store"))
        .noneMatch(use -> use.used().startsWith("store.") && !use.by().equals(use.used()))
        .noneMatch(use -> use.by().equals("protocol") && use.used().equals("browse"))
        .noneMatch(use -> use.by().equals("protocol") && use.used().equals("garbage"));
    assertThat(new Use("store", "blob").isAllowed()).isFalse();
    assertThat(new Use("quota", "tag").isAllowed()).isFalse();
  }

  private static int floor(String room) {
    for (int floor = 0; floor < ORDER.size(); floor++) {
      if (ORDER.get(floor).contains(room)) {
        return floor;
      }
    }
    throw new IllegalStateException(room + " has no place in the order");
  }

  private static List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(file -> addUses(file, uses));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uses;
  }

  private static void addUses(Path file, List<Use> uses) {
    String room = SOURCES.relativize(file.resolveSibling("")).toString().replace('/', '.');
    try {
      Matcher use = USE.matcher(Files.readString(file));
      while (use.find()) {
        String used = use.group(1);
        uses.add(new Use(room, used.isEmpty() ? "" : used.substring(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
