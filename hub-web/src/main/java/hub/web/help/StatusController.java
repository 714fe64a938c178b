package hub.web.help;

import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Whether the hub works, as {@code /readyz} tells it to machines. */
@Controller
class StatusController {

  private final HealthEndpoint health;

  StatusController(HealthEndpoint health) {
    this.health = health;
  }

  @GetMapping("/status")
  String show(Model model, HttpServletResponse response) {
    HealthDescriptor readiness = health.healthForPath("readiness");
    boolean works = readiness != null && readiness.getStatus().equals(Status.UP);
    var parts = new LinkedHashMap<String, Boolean>();
    if (readiness instanceof CompositeHealthDescriptor all) {
      Map<String, HealthDescriptor> components = all.getComponents();
      if (components != null) {
        components.forEach((name, part) -> parts.put(name, part.getStatus().equals(Status.UP)));
      }
    }
    if (!works) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    }
    model.addAttribute("works", works);
    model.addAttribute("parts", parts);
    return "help/status";
  }
}
