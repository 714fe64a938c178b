package hub;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/** The hub: puts the modules together. */
@SpringBootApplication
@Modulithic(systemName = "Hub")
public class HubApplication {

  static void main(String[] args) {
    SpringApplication.run(HubApplication.class, args);
    // Asked to stop, the hub has stopped: that is a success, and not the 143 that a JVM ends with.
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
  }
}
