package hubtesting;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How tests start a JVM with the hub on it: what this test runs on, without the tests. A start
 * takes half as long with the classes that an earlier start has read and checked, which are kept in
 * an archive below {@code target}; the JVM takes those from jars only, so directories are packed
 * first.
 */
public final class HubJvm {

  private static final Path HOME = Path.of("target", "hub-jvm").toAbsolutePath();
  private static final Path ARCHIVE = HOME.resolve("classes.jsa");

  private static @Nullable String classPath;

  private HubJvm() {}

  /** The words that begin its command; options and the main class come after them. */
  public static List<String> command() {
    var words = new ArrayList<>(List.of(java(), "--enable-native-access=ALL-UNNAMED"));
    // It says on its output where it cannot use the archive, and does without.
    words.addAll(List.of("-Xlog:cds*=off", "-Xlog:aot*=off"));
    String ready = classPath();
    words.addAll(List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-cp", ready));
    return words;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The class path, once the archive is made; JVMs beside this one wait for it. */
  private static synchronized String classPath() {
    String known = classPath;
    if (known == null) {
      try {
        Files.createDirectories(HOME);
        try (var lock =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          lock.lock();
          known = prepared();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      classPath = known;
    }
    return known;
  }

  private static String prepared() throws IOException {
    var entries = new ArrayList<String>();
    var newest = FileTime.fromMillis(0);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (entry.endsWith("test-classes") || !Files.exists(path)) {
        continue;
      }
      FileTime changed = changed(path);
      newest = changed.compareTo(newest) > 0 ? changed : newest;
      entries.add(Files.isDirectory(path) ? packed(path, changed).toString() : entry);
    }
    String path = String.join(File.pathSeparator, entries);
    Path madeOf = HOME.resolve("class-path");
    if (!Files.exists(ARCHIVE)
        || changed(ARCHIVE).compareTo(newest) < 0
        || !Files.exists(madeOf)
        || !Files.readString(madeOf).equals(path)) {
      makeArchive(path);
      Files.writeString(madeOf, path);
    }
    return path;
  }

  /** When a file was changed, or anything in a directory. */
  private static FileTime changed(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      var newest = FileTime.fromMillis(0);
      for (Path file : (Iterable<Path>) files::iterator) {
        FileTime changed = Files.getLastModifiedTime(file);
        newest = changed.compareTo(newest) > 0 ? changed : newest;
      }
      return newest;
    }
  }

  private static Path packed(Path directory, FileTime changed) throws IOException {
    String name = Integer.toHexString(directory.toString().hashCode()) + ".jar";
    Path jar = HOME.resolve(name);
    if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(changed) >= 0) {
      return jar;
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted().toList()) {
        if (!file.equals(directory)) {
          String entry = directory.relativize(file).toString().replace(File.separatorChar, '/');
          out.putNextEntry(new JarEntry(Files.isDirectory(file) ? entry + "/" : entry));
          if (!Files.isDirectory(file)) {
            Files.copy(file, out);
          }
        }
      }
    }
    return jar;
  }

  /** A start that ends where the hub would begin to serve. */
  private static void makeArchive(String path) throws IOException {
    Files.deleteIfExists(ARCHIVE);
    Path log = HOME.resolve("log");
    var builder =
        new ProcessBuilder(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ArchiveClassesAtExit=" + ARCHIVE,
                "-Dspring.context.exit=onRefresh",
                "-cp",
                path,
                "hub.HubApplication")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HUB_DATA_DIR", Scratch.directory("class-archive").toString());
    builder.environment().put("HUB_DB_URL", TestDatabase.fresh());
    builder.environment().put("HUB_DB_USER", "postgres");
    builder.environment().put("HUB_DB_PASSWORD", "postgres");
    Process process = builder.start();
    Scratch.endWithThisRun(process);
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || !Files.exists(ARCHIVE)) {
        process.destroyForcibly();
        throw new AssertionError("no archive of classes was made, see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
