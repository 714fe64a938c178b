package hub.web.startup;

import hub.accounts.person.SetupLink;
import hub.db.Database;
import hub.db.HubSettings;
import hub.registry.browse.RegistryStorage;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What the operator reads when the hub serves, and when it begins to stop. */
@Component
class StartBlock {

  private final HubSettings settings;
  private final Database database;
  private final RegistryStorage storage;
  private final SetupLink setupLink;
  private final Environment environment;
  private volatile boolean served;

  StartBlock(
      HubSettings settings,
      Database database,
      RegistryStorage storage,
      SetupLink setupLink,
      Environment environment) {
    this.settings = settings;
    this.database = database;
    this.storage = storage;
    this.setupLink = setupLink;
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void print() {
    System.out.println(text());
    served = true;
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    if (served) {
      System.out.println(
          "The hub is stopping. Requests under way may end, for 30 seconds at most.");
    }
  }

  private String text() {
    Path data = settings.dataDir().toAbsolutePath().normalize();
    var text = new StringBuilder();
    line(text, "The hub serves at", settings.url() + listening());
    line(text, "Version", Version.text());
    line(text, "Data directory", data.toString());
    line(
        text,
        "Database",
        database.description()
            + (database.isEmbedded() ? ", for one node (HUB_DB_URL names your own)" : ""));
    line(text, "Store", storage.description());
    line(text, "Mail", mail(data));
    line(text, "TLS", tls(data));
    setupLink
        .current()
        .ifPresentOrElse(
            link -> line(text, "Set-up, once", link + " makes the first admin"),
            () -> line(text, "Admin", property("hub.admin.username", "made")));
    return text.toString();
  }

  private String listening() {
    int own = settings.url().getPort();
    String port = property("local.server.port", "");
    return String.valueOf(own).equals(port) ? "" : ", listening on port " + port;
  }

  private String mail(Path data) {
    String server = property("hub.smtp-url", "");
    return server.isEmpty()
        ? "files in " + data.resolve("outbox") + " (HUB_SMTP_URL sends them)"
        : "sent by " + URI.create(server).getHost();
  }

  private String tls(Path data) {
    return switch (property("hub.tls", "off")) {
      case "selfsigned" ->
          "own authority, for clients to install: "
              + data.resolve("tls").resolve(Certificates.AUTHORITY)
              + " or "
              + settings.address("/ca.crt");
      case "pem" -> "your certificate";
      default -> settings.url().toString().startsWith("https:") ? "by the proxy in front" : "off";
    };
  }

  private String property(String name, String otherwise) {
    return environment.getProperty(name, otherwise);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%n  %-18s %s".formatted(name, value));
  }
}
