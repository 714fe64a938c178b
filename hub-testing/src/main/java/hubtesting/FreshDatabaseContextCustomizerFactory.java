package hubtesting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Puts the URL of a fresh database where {@link FreshDatabase} stands; registered in
 * spring.factories.
 */
class FreshDatabaseContextCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return TestContextAnnotationUtils.hasAnnotation(testClass, FreshDatabase.class)
        ? new Customizer(testClass)
        : null;
  }

  /** Equal for the same class only, so contexts are not shared between classes. */
  private record Customizer(Class<?> testClass) implements ContextCustomizer {

    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "fresh-database",
                  Map.of(
                      "hub.data-dir",
                      temporaryDirectory(),
                      "hub.db.url",
                      TestDatabase.fresh(),
                      "hub.db.user",
                      "postgres",
                      "hub.db.password",
                      "postgres")));
    }

    /** A data directory of its own too: a hub locks the one it works on. */
    private static String temporaryDirectory() {
      try {
        return Files.createTempDirectory("hub-test-").toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
