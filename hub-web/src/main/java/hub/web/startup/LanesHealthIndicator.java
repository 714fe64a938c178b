package hub.web.startup;

import hub.db.task.Lanes;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Well while all lanes of background work run. */
@Component("lanesHealthIndicator")
class LanesHealthIndicator implements HealthIndicator {

  private final Lanes lanes;

  LanesHealthIndicator(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public Health health() {
    return lanes.areRunning() ? Health.up().build() : Health.outOfService().build();
  }
}
