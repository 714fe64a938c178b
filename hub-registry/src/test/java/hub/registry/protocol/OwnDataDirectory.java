package hub.registry.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** Puts the data of a test where nothing else is, and takes it away with the JVM. */
class OwnDataDirectory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      Path directory = Files.createTempDirectory("hub-registry-test");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "data-directory", Map.of("hub.data-dir", directory.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      // the machine's own clearing of temporary files takes the rest
    }
  }
}
