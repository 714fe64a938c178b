package hub.web.startup;

import hub.db.StartRefused;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Turns {@code HUB_…} variables into Spring properties before anything else starts. They reach the
 * application by this way only: Spring's own, lenient reading of the environment is kept from them.
 * Registered in spring.factories.
 */
class HubEnvironment implements EnvironmentPostProcessor {

  private final Log log;

  HubEnvironment(DeferredLogFactory logs) {
    this.log = logs.getLog(HubEnvironment.class);
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var variables = new HashMap<String, String>();
    var others = new HashMap<String, Object>();
    environment
        .getSystemEnvironment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("HUB_")) {
                variables.put(name, value.toString());
              } else {
                others.put(name, value);
              }
            });
    OperatorSettings settings = OperatorSettings.read(variables);
    settings.warnings().forEach(log::warn);
    var properties = new HashMap<>(settings.properties());
    properties.putAll(tls(properties));
    properties.put(
        "server.servlet.session.cookie.secure", text(properties, "hub.url").startsWith("https:"));

    MutablePropertySources sources = environment.getPropertySources();
    String system = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    sources.replace(system, new SystemEnvironmentPropertySource(system, others));
    sources.addBefore(system, new MapPropertySource("hub", properties));
  }

  private static Map<String, Object> tls(Map<String, Object> properties) {
    Path directory = Path.of(text(properties, "hub.data-dir"), "tls");
    return switch (text(properties, "hub.tls")) {
      case "selfsigned" -> {
        Certificates.Certified own =
            Certificates.in(directory).certify(URI.create(text(properties, "hub.url")).getHost());
        yield bundle(own.certificate(), own.key());
      }
      case "pem" ->
          bundle(
              readable("HUB_TLS_CERT", properties.get("hub.tls-cert"), directory, "cert.pem"),
              readable("HUB_TLS_KEY", properties.get("hub.tls-key"), directory, "key.pem"));
      default -> Map.of();
    };
  }

  private static Path readable(
      String variable, @Nullable Object given, Path directory, String name) {
    Path file = given == null ? directory.resolve(name) : Path.of(given.toString());
    if (!Files.isReadable(file)) {
      throw new StartRefused(
          "HUB_TLS is pem and the file %s cannot be read: put it there, or set %s."
              .formatted(file.toAbsolutePath().normalize(), variable));
    }
    return file;
  }

  private static Map<String, Object> bundle(Path certificate, Path key) {
    return Map.of(
        "spring.ssl.bundle.pem.hub.keystore.certificate",
        certificate.toUri().toString(),
        "spring.ssl.bundle.pem.hub.keystore.private-key",
        key.toUri().toString(),
        "spring.ssl.bundle.pem.hub.reload-on-update",
        "true",
        "server.ssl.bundle",
        "hub");
  }

  private static String text(Map<String, Object> properties, String name) {
    return Objects.requireNonNull(properties.get(name), name).toString();
  }
}
