package hub;

import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.modulith.Modulithic;

/** The hub: puts the modules together. */
// Each feature's package may have its SettingsController: beans go by their full names.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Modulithic(systemName = "Hub")
public class HubApplication {

  static void main(String[] args) {
    // Headers and keys of storage are formatted: in the machine's language, digits may be others.
    Locale.setDefault(Locale.ROOT);
    SpringApplication.run(HubApplication.class, args);
    SpringApplication.getShutdownHandlers().add(HubApplication::end);
  }

  /**
   * Asked to stop, the hub has stopped: that is a success, and not the 143 that a JVM ends with.
   */
  private static void end() {
    System.out.println("The hub has stopped.");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
