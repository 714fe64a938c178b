package hub;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

  @Test
  void modulesReachEachOtherOnlyByTheirApiAndInOneDirection() {
    ApplicationModules.of(HubApplication.class).verify();
  }
}
